#!/bin/sh
# Exact counts and lists: how often a term occurs in a contract, where another is mentioned, all sums of money.
#
#     count-and-list.sh [CONTRACT] [TERM] [OTHER TERM] [KIND]
#
# Every word is scanned, without the network; the exit code is 1 if nothing is found.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
longdoc=${LONGDOC:-longdoc}
contract=${1:-$here/documents/services-agreement.pdf}

"$longdoc" ask "$contract" --count "${2:-Supplier}"
echo
"$longdoc" ask "$contract" --where "${3:-audit}"
echo
"$longdoc" ask "$contract" --list "${4:-sums}"
