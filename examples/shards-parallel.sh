#!/bin/sh
# A list of files into one library with GNU parallel: in shards, on this machine or on the hosts listed in a file.
#
#     shards-parallel.sh MANIFEST LIBRARY [SHARDS] [HOSTS]
#
# HOSTS is a file as --sshloginfile takes it; they share this folder, and each works on one shard at a time with
# all its cores. The same command again does what is missing. LIBRARY.jsonl has a line for each file; the exit
# code is 3 if one of them could not be read.
set -eu
longdoc=${LONGDOC:-longdoc}
manifest=$1
library=$2
shards=${3:-2}

parallel ${4:+--sshloginfile "$4"} --jobs 1 --wd . --line-buffer \
    "$longdoc" ingest --manifest "$manifest" --output "$library.jsonl" --stats \
    --shard "{}/$shards" --library "$library-{}" ::: $(seq "$shards") ||
    echo "a shard did not finish all of its files; the rest is tried here" >&2
"$longdoc" library merge "$library"-[0-9]* --library "$library"
exec "$longdoc" ingest --manifest "$manifest" --output "$library.jsonl" --library "$library"
