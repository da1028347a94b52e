/**
 * The completion script for bash.
 *
 * It replaces the script of the library because it does not require the package bash-completion, can
 * be sourced twice, does not evaluate the command line, and falls back to file names.
 */
export const bashCompletion = `# bash completion for understudy
__understudy_complete() {
  local line=\${COMP_LINE:0:COMP_POINT} words word candidate
  read -rd '' -a words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  # for --name=value, only the value is completed
  word=\${words[@]: -1} word=\${word#--*=}
  COMPREPLY=()
  # one candidate per line, with a tab before its description; the last line starts with a colon
  while IFS=$'\\t' read -r candidate _; do
    # bash replaces only $2, which starts at the last word break, for example a colon
    [[ $candidate != :* && $candidate == "$word"* ]] && COMPREPLY+=("\${candidate#"\${word%"$2"}"}")
  done < <(understudy complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F __understudy_complete understudy
`;
