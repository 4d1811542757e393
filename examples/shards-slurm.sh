#!/bin/sh
# A list of files into one library with a Slurm array: each task reads its shard, and a final job merges them.
#
#     job=$(sbatch --parsable --array=1-8 --cpus-per-task=16 --mem=16G shards-slurm.sh files.csv library)
#     sbatch --dependency=afterany:$job shards-slurm.sh files.csv library
#
# Each task has a library and a journal of its own, so that the same array again does what is missing. The
# last job writes library.jsonl, a line for each file; its exit code is 3 if one of them could not be read.
set -eu
longdoc=${LONGDOC:-longdoc}
manifest=$1
library=$2

if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
    export OMP_NUM_THREADS=1  # a process a core, also where the cluster does not bind tasks to theirs
    exec "$longdoc" ingest --manifest "$manifest" --output "$library.jsonl" --stats \
        --jobs "${SLURM_CPUS_PER_TASK:-1}" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
        --library "$library-$SLURM_ARRAY_TASK_ID"
fi
"$longdoc" library merge "$library"-[0-9]* --library "$library"
exec "$longdoc" ingest --manifest "$manifest" --output "$library.jsonl" --library "$library"
