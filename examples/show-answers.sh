#!/bin/sh
# An answer shown in its place: a copy of the PDF with the answer marked, and a report.
#
#     show-answers.sh [PDF] [QUESTION] [FOLDER]
#
# Writes marked.pdf and report.html into FOLDER (by default the current one) and prints the answer with its
# reasons. The exit code is 1 if there is no answer; then only report.html is written.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
pdf=${1:-$here/documents/contracts/boat-charter.pdf}
question=${2:-What security or deposit is to be paid?}
folder=${3:-.}

"$longdoc" ask "$pdf" "$question" --explain --highlight "$folder/marked.pdf" --report "$folder/report.html"
