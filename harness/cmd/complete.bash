# The first column of a table that goalloc prints.
_goalloc_column() { command goalloc "$@" --format csv 2>/dev/null | sed -e 1d -e 's/,.*//' -e 's/^"//;s/"$//'; }

_goalloc() {
  local cur=${COMP_WORDS[COMP_CWORD]} asked='' name='' first='' before=0 option='' set several i word words head=''
  COMPREPLY=()
  [[ $cur == '=' ]] && cur=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $option ]]; then
      # --option=value comes as three words
      if [[ $word == '=' ]]; then continue; fi
      option=''
    elif [[ $word == -* ]]; then
      [[ -n $(_goalloc_value "$name" "$word") ]] && option=$word
    elif [[ -z $name ]]; then
      name=$word
    else
      [[ $before == 0 ]] && first=$word
      before=$((before + 1))
    fi
  done
  if [[ -n $option ]]; then
    asked=$(_goalloc_value "$name" "$option")
  elif [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_goalloc_options "$name")" -- "$cur")
    return
  elif [[ -z $name ]]; then
    asked='one commands'
  else
    asked=$(_goalloc_operand "$name" "$first" "$before")
  fi
  read -r several set words <<<"$asked"
  case $set in
    files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    folders) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    cases) words=$(_goalloc_column case list) ;;
    toolchains) words="latest all $(_goalloc_column toolchain list | sed 's/^go\([0-9]\)/\1/')" ;;
    commands) words=$(_goalloc_commands) ;;
    words) ;;
    *) return ;;
  esac
  # of a list the last word is completed
  if [[ $several == many && $cur == *,* ]]; then head=${cur%,*}, cur=${cur##*,}; fi
  mapfile -t COMPREPLY < <(compgen -P "$head" -W "$words" -- "$cur")
}
complete -F _goalloc goalloc
