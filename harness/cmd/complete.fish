# Is the cursor behind this COMMAND ("": before any), with so many operands before it ("1+": or more), the first of them VERB?
function __goalloc_at
  set -l name ''
  set -l operands
  set -l skip 0
  set -l tokens (commandline -opc)
  for word in $tokens[2..-1]
    if test $skip = 1
      set skip 0
    else if string match -q -- '-*' $word
      __goalloc_valued "$name" $word; and set skip 1
    else if test -z "$name"
      set name $word
    else
      set -a operands $word
    end
  end
  test "$name" = "$argv[1]"; or return 1
  if test (count $argv) -gt 2
    test "$operands[1]" = $argv[3]; or return 1
  end
  test (count $argv) -lt 2; and return 0
  if string match -q '*+' $argv[2]
    test (count $operands) -ge (string trim -r -c + $argv[2])
  else
    test (count $operands) = $argv[2]
  end
end
# The words, behind what the list on the line has already.
function __goalloc_list
  set -l token (string replace -r '^--[a-z-]*=' '' -- (commandline -ct))
  set -l head (string match -r '^.*,' -- $token)
  for word in $argv
    echo "$head$word"
  end
end
# The first column of a table that goalloc prints.
function __goalloc_column
  command goalloc $argv --format csv 2>/dev/null | sed -e 1d -e 's/,.*//' -e 's/^"//;s/"$//'
end
function __goalloc_cases
  __goalloc_column case list
end
function __goalloc_toolchains
  printf '%s\n' latest all
  __goalloc_column toolchain list | sed 's/^go\([0-9]\)/\1/'
end
