#!/bin/sh
# Which contracts lack a clause? Prints the files in which a question finds no answer.
#
#     find-missing.sh [FOLDER] [QUESTION]
#
# Exit code 0: all of them answer it; 1: the files printed do not. So it can be part of a check:
#     find-missing.sh contracts/ "Which law governs the contract?" || echo "see above"
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
folder=${1:-$here/documents/contracts}
question=${2:-How much notice must be given to end the contract early?}

status=0
for contract in "$folder"/*; do
    code=0
    "$longdoc" ask "$contract" "$question" --json --quiet >/dev/null || code=$?
    case $code in
        0) ;;
        1)
            printf '%s\n' "$contract"
            status=1
            ;;
        *) exit "$code" ;;
    esac
done
exit "$status"
