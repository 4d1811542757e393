#!/bin/sh
# A summary beside its document: a report that shows the place of each sentence, and why it was selected.
#
#     show-summary.sh [DOCUMENT] [SENTENCES] > summary.txt
#
# Writes summary.html into the current folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
document=${1:-$here/documents/handbook.md}
sentences=${2:-3}

"$longdoc" summarize "$document" --sentences "$sentences" --explain --report summary.html
