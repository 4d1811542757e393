#!/bin/sh
# A paper to a page of Markdown: its summary, every sentence with the page it stands on.
#
#     paper-to-markdown.sh [PAPER] [WORDS] > paper.md
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
paper=${1:-$here/documents/paper.pdf}
words=${2:-250}

"$longdoc" summarize "$paper" --words "$words" --format markdown
