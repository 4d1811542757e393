#!/bin/sh
# At the end of a pipe: awk cuts one chapter out of a book, and longdoc reads it from standard input.
#
#     pipe.sh [BOOK] [CHAPTER] [QUESTION]
#
# Prints three sentences on the chapter, then the answer; exit code 1 if the chapter has none.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
book=${1:-$here/documents/novella.txt}
chapter=${2:-Seven}
question=${3:-Where was the cook from?}

chapter_text() {
    awk -v start="Chapter $chapter:" '/^Chapter [A-Z]/ { inside = index($0, start) == 1 } inside' "$book"
}

chapter_text | "$longdoc" summarize - --sentences 3
echo
chapter_text | "$longdoc" ask - "$question"
