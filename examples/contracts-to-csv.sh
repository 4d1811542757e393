#!/bin/sh
# A folder of contracts to CSV: one row per contract, one column per question. Needs jq.
#
#     contracts-to-csv.sh [FOLDER] [QUESTIONS] > contracts.csv
#
# An empty cell: the contract does not answer the question. A file that cannot be read is named on
# stderr and left out, and the exit code is then 3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
folder=${1:-$here/documents/contracts}
questions=${2:-$here/questions/contracts.txt}

jq -Rnr '["document", (inputs | select(test("\\S") and (test("^\\s*#") | not)))] | @csv' "$questions"
status=0
for contract in "$folder"/*; do
    code=0
    answers=$("$longdoc" ask "$contract" --questions "$questions" --json --quiet) || code=$?
    case $code in
        0 | 1) printf '%s\n' "$answers" | jq -rs '[.[0].document, (.[] | .answer // "" | gsub("\\s+"; " "))] | @csv' ;;
        3) status=3 ;;
        *) exit "$code" ;;
    esac
done
exit "$status"
