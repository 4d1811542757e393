#!/bin/sh
# Does a memo quote its sources verbatim? Prints the status of each quotation, and writes a report with every change marked.
#
#     verify-quotes.sh [DRAFT] [REPORT.html] [SOURCE...]
#
# The exit code is 1 if a quotation is altered, elsewhere or not found, 3 if a source cannot be read.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
draft=${1:-$here/drafts/memo.md}
report=${2:-quotations.html}
if [ $# -gt 2 ]; then shift 2; else set -- "$here/documents/services-agreement.pdf"; fi

"$longdoc" verify "$draft" "$@" --report "$report"
