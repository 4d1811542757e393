#!/bin/sh
# A list of questions about one document, in one run: a table of answers with page, section and confidence. Needs jq.
#
#     question-list.sh [DOCUMENT] [QUESTIONS] | column -t -s "$(printf '\t')"
#
# The exit code is that of longdoc: 0 if at least one question was answered, 1 if none was.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
document=${1:-$here/documents/services-agreement.pdf}
questions=${2:-$here/questions/services-agreement.txt}

code=0
answers=$("$longdoc" ask "$document" --questions "$questions" --json) || code=$?
[ "$code" -le 1 ] || exit "$code"
printf 'question\tanswer\tpage\tsection\tconfidence\n'
printf '%s\n' "$answers" |
    jq -r '[.question, .answer // .count // "-", .page // "-", .section // "-",
        (if .confidence then .confidence * 100 | round / 100 else "-" end)] | @tsv'
exit "$code"
