import type { Shell } from '../flags/words.js'

/**
 * What each shell is to evaluate. They ask `sf-extract complete`, so they never go stale. What was typed goes into
 * arguments and is evaluated by nobody.
 */
export const scripts: Record<Shell, string> = {
  // bash 3.2, of macOS, has no compopt: there files are offered where nothing else is.
  bash: `# Completion of sf-extract for bash
_sf_extract() {
  local kind line
  COMPREPLY=()
  {
    IFS= read -r kind
    while IFS= read -r line; do COMPREPLY+=("$line"); done
  } < <(sf-extract complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  type compopt >/dev/null 2>&1 || return 0
  case $kind in
    :files*) ;;
    :folders*) compopt +o default -o dirnames ;;
    :nospace) compopt +o default -o nospace ;;
    *) compopt +o default ;;
  esac
}
complete -o default -F _sf_extract sf-extract
`,
  zsh: `#compdef sf-extract
# Completion of sf-extract for zsh
_sf_extract() {
  local -a lines
  lines=("\${(@f)$(sf-extract complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  case \${lines[1]} in
    :files*) compset -p \${lines[1]#* }; _files ;;
    :folders*) compset -p \${lines[1]#* }; _files -/ ;;
    :nospace) shift lines; _describe value lines -S '' ;;
    :words) shift lines; _describe value lines ;;
    *) return 1 ;;
  esac
}
if [[ \${funcstack[1]} = _sf_extract ]]; then _sf_extract "$@"; else compdef _sf_extract sf-extract; fi
`,
  fish: `# Completion of sf-extract for fish
function __sf_extract_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (sf-extract complete fish -- $before[2..-1] "$current" 2>/dev/null)
    set -l kind (string split ' ' -- "$lines[1]")
    switch "$kind[1]"
        case :files :folders
            set -l prefix (string sub -l $kind[2] -- "$current")
            set -l rest (string sub -s (math $kind[2] + 1) -- "$current")
            if test $kind[1] = :files
                printf '%s\\n' $prefix(__fish_complete_path "$rest")
            else
                printf '%s\\n' $prefix(__fish_complete_directories "$rest" '')
            end
        case '*'
            printf '%s\\n' $lines[2..-1]
    end
end
complete -c sf-extract -f -a '(__sf_extract_complete)'
`,
}
