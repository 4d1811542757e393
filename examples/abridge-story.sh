#!/bin/sh
# A story abridged: whole passages from all its chapters, then one sentence per chapter.
#
#     abridge-story.sh [STORY] [WORDS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
story=${1:-$here/documents/novella.txt}

"$longdoc" summarize "$story" --abridge --words "${2:-600}"
echo
"$longdoc" summarize "$story" --by-section --sentences 1
