#!/bin/sh
# A list of files into one library by GNU parallel: in shares, here or on the hosts of a file.
#
#     shards-parallel.sh MANIFEST LIBRARY [SHARES] [HOSTS]
#
# HOSTS is a file as --sshloginfile takes it; they share this folder, and each works on a share at a time with
# all its cores. The same command again does what is missing. LIBRARY.jsonl has a line for each file; the exit
# code is 3 if one of them could not be read.
set -eu
longdoc=${LONGDOC:-longdoc}
manifest=$1
library=$2
shares=${3:-2}

parallel ${4:+--sshloginfile "$4"} --jobs 1 --wd . --line-buffer \
    "$longdoc" ingest --manifest "$manifest" --output "$library.jsonl" --stats \
    --shard "{}/$shares" --library "$library-{}" ::: $(seq "$shares") ||
    echo "a share could not do all of its files; what it left out is tried here" >&2
"$longdoc" library merge "$library"-[0-9]* --library "$library"
exec "$longdoc" ingest --manifest "$manifest" --output "$library.jsonl" --library "$library"
