/**
 * What bash reads at its start. Unlike the library's it needs no package beside bash, may be read
 * twice, runs nothing that stands on the line, and offers files where there is nothing else to offer.
 */
export const bashCompletion = `# bash completion for understudy
__understudy_complete() {
  local line=\${COMP_LINE:0:COMP_POINT} words word offer
  read -rd '' -a words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  # of --name=value the value alone is offered
  word=\${words[@]: -1} word=\${word#--*=}
  COMPREPLY=()
  # a line for each offer, with a tab before what is said of it; the last begins with a colon
  while IFS=$'\\t' read -r offer _; do
    # bash replaces only $2, which begins at the last break in the word, such as a colon
    [[ $offer != :* && $offer == "$word"* ]] && COMPREPLY+=("\${offer#"\${word%"$2"}"}")
  done < <(understudy complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F __understudy_complete understudy
`;
