#!/bin/sh
# What stands anywhere in a contract: how often a term occurs, where another is mentioned, and all sums of money.
#
#     count-and-list.sh [CONTRACT] [TERM] [OTHER TERM] [KIND]
#
# Every word is looked at, and no network is asked; exit code 1 if nothing is found.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
contract=${1:-$here/documents/services-agreement.pdf}

"$longdoc" ask "$contract" --count "${2:-Supplier}"
echo
"$longdoc" ask "$contract" --where "${3:-audit}"
echo
"$longdoc" ask "$contract" --list "${4:-sums}"
