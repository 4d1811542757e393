#!/bin/sh
# A paper to Markdown: its summary, each sentence with its page.
#
#     paper-to-markdown.sh [PAPER] [WORDS] > paper.md
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
paper=${1:-$here/documents/paper.pdf}
words=${2:-250}

"$longdoc" summarize "$paper" --words "$words" --format markdown
