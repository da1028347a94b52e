/**
 * What bash reads at its start. Unlike the library's it needs no package beside bash, may be read
 * twice, runs nothing that stands on the line, and offers files where there is nothing else to offer.
 */
export const bashCompletion = `# bash completion for understudy
__understudy_complete() {
  local line=\${COMP_LINE:0:COMP_POINT} words offer
  read -rd '' -a words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  COMPREPLY=()
  # a line for each offer, with a tab before what is said of it; the last begins with a colon
  while IFS=$'\\t' read -r offer _; do
    [[ $offer != :* && $offer == "$2"* ]] && COMPREPLY+=("$offer")
  done < <(understudy complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F __understudy_complete understudy
`;
