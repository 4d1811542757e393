#!/bin/sh
# Read a folder once, then ask everything in it, as often as wanted, without naming a file.
#
#     ask-library.sh [FOLDER] [QUESTION...]
#
# Set LONGDOC_LIBRARY to keep the library; otherwise one is made for this run and removed at its end.
# The exit code is 1 if one of the questions found no answer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
folder=${1:-$here/documents/contracts}
[ "$#" -eq 0 ] || shift
[ "$#" -gt 0 ] || set -- "Which law governs the lease?" "How many concerts shall the artist give?"

library=${LONGDOC_LIBRARY:-}
if [ -z "$library" ]; then
    library=$(mktemp -d)
    trap 'rm -rf "$library"' EXIT
fi

"$longdoc" ingest "$folder" --recursive --library "$library"
status=0
for question in "$@"; do
    printf '\n%s\n' "$question"
    code=0
    "$longdoc" ask "$question" --library "$library" || code=$?
    [ "$code" -le 1 ] || exit "$code"
    [ "$code" -eq 0 ] || status=1
done
exit "$status"
