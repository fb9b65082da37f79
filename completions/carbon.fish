# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_carbon_global_optspecs
    string join \n config= color= q/quiet v/verbose h/help V/version
end

function __fish_carbon_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_carbon_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_carbon_using_subcommand
    set -l cmd (__fish_carbon_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c carbon -n "__fish_carbon_needs_command" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_needs_command" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_needs_command" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_needs_command" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_needs_command" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "audit" -d 'Judge a platform and score it'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "explain" -d 'Explain a check, or one finding with its evidence'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "snapshot" -d 'Save what was observed to a file, to be judged later or elsewhere'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "checks" -d 'The checks: list, lint, test, start a new one'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "facts" -d 'The facts that checks read, with their schema'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "rbac" -d 'Print the least ClusterRole that the checks need, for `kubectl apply -f -`'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c carbon -n "__fish_carbon_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l context -d 'The context of the kubeconfig; else its current one' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l kubeconfig -d 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l as -d 'Act as this user' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l as-group -d 'Act as a member of this group' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l timeout -d 'How long reading a cluster may take in all, as in 90s' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -s f -l filename -d 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l snapshot -d 'A snapshot saved earlier' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l input -d 'What the files are: desired state, or objects dumped from a server' -r -f -a "desired\t'What people write'
dump\t'What a server returned'"
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l now -d 'Judge ages as of then' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -s n -l namespace -d 'Only these namespaces' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l category -d 'Only these categories' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l check -d 'Only the checks whose id fits, as in `backup/*`' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l profile -d 'What is asked of the platform' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l checks -d 'Further checks: a folder, or a file' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l fail-on -d 'Exit with 1 if a check of this severity or worse fails, is unknown or faulty' -r -f -a "critical\t''
high\t''
medium\t''
low\t''
never\t'The verdicts never decide the exit code'"
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l fail-under -d 'Exit with 1 if the low end of the score lies below' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l min-coverage -d 'Exit with 1 if less could be judged' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -s o -l output -d 'Where to write what; repeatable; without FILE to standard output' -r
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l baseline -d 'An earlier report (JSON), for the column "was"' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l demo -d 'A recorded platform that is built in'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l complete -d 'The dump is complete: a kind that is not in it does not exist'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l read-secrets -d 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l strict -d 'Unreadable input and faults of checks end the run with exit code 2'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l allow-unknown -d 'Let unknown through'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l fail-on-new -d 'Only what the baseline does not have counts for --fail-on'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -l all -d 'Unfold long lists'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand audit" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l subject -d 'Only the subjects that fit' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l context -d 'The context of the kubeconfig; else its current one' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l kubeconfig -d 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l as -d 'Act as this user' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l as-group -d 'Act as a member of this group' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l timeout -d 'How long reading a cluster may take in all, as in 90s' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -s f -l filename -d 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l snapshot -d 'A snapshot saved earlier' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l input -d 'What the files are: desired state, or objects dumped from a server' -r -f -a "desired\t'What people write'
dump\t'What a server returned'"
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l now -d 'Judge ages as of then' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -s n -l namespace -d 'Only these namespaces' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l category -d 'Only these categories' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l check -d 'Only the checks whose id fits, as in `backup/*`' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l profile -d 'What is asked of the platform' -r
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l checks -d 'Further checks: a folder, or a file' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l trace -d 'Each step of the expressions, with its value'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l demo -d 'A recorded platform that is built in'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l complete -d 'The dump is complete: a kind that is not in it does not exist'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l read-secrets -d 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -l strict -d 'Unreadable input and faults of checks end the run with exit code 2'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand explain" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l context -d 'The context of the kubeconfig; else its current one' -r
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l kubeconfig -d 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l as -d 'Act as this user' -r
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l as-group -d 'Act as a member of this group' -r
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l timeout -d 'How long reading a cluster may take in all, as in 90s' -r
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -s f -l filename -d 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l snapshot -d 'A snapshot saved earlier' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l input -d 'What the files are: desired state, or objects dumped from a server' -r -f -a "desired\t'What people write'
dump\t'What a server returned'"
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l now -d 'Judge ages as of then' -r
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l checks -d 'Further checks whose resources are saved as well' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -s o -l output -d 'The file; compressed if it ends in .zst; `-` is standard output' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l demo -d 'A recorded platform that is built in'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l complete -d 'The dump is complete: a kind that is not in it does not exist'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l read-secrets -d 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -l strict -d 'Unreadable input and faults of checks end the run with exit code 2'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand snapshot" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -f -a "list" -d 'List the checks'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -f -a "lint" -d 'Look for mistakes in checks: those built in, or those of a folder'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -f -a "test" -d 'Run the examples of checks'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -f -a "new" -d 'Print a commented start for a new check'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and not __fish_seen_subcommand_from list lint test new help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -l checks -d 'Further checks' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -l category -d 'Only these categories' -r
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -s o -l output -d '`table` or `json`' -r -f -a "table\t''
json\t''"
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from lint" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from lint" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from lint" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from lint" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from lint" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from test" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from test" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from test" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from new" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from new" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the checks'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "lint" -d 'Look for mistakes in checks: those built in, or those of a folder'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "test" -d 'Run the examples of checks'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "new" -d 'Print a commented start for a new check'
complete -c carbon -n "__fish_carbon_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l context -d 'The context of the kubeconfig; else its current one' -r
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l kubeconfig -d 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l as -d 'Act as this user' -r
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l as-group -d 'Act as a member of this group' -r
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l timeout -d 'How long reading a cluster may take in all, as in 90s' -r
complete -c carbon -n "__fish_carbon_using_subcommand facts" -s f -l filename -d 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l snapshot -d 'A snapshot saved earlier' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l input -d 'What the files are: desired state, or objects dumped from a server' -r -f -a "desired\t'What people write'
dump\t'What a server returned'"
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l now -d 'Judge ages as of then' -r
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l demo -d 'A recorded platform that is built in'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l complete -d 'The dump is complete: a kind that is not in it does not exist'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l read-secrets -d 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -l strict -d 'Unreadable input and faults of checks end the run with exit code 2'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand facts" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l user -d 'Bind the role to this user' -r
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l serviceaccount -d 'Bind the role to this service account' -r
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l with -d 'Allow more than the ordinary, for the checks that need it' -r -f -a "secrets\t'Secrets, which RBAC gives only with their content'"
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l category -d 'Only for these categories' -r
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l check -d 'Only for the checks whose id fits, as in `backup/*`' -r
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l profile -d 'What is asked of the platform' -r
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l checks -d 'Further checks: a folder, or a file' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand rbac" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand completions" -l config -d 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards' -r -F
complete -c carbon -n "__fish_carbon_using_subcommand completions" -l color -d 'When to colour' -r -f -a "auto\t'If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)'
always\t'Always'
never\t'Never'"
complete -c carbon -n "__fish_carbon_using_subcommand completions" -s q -l quiet -d 'Say only what was asked for'
complete -c carbon -n "__fish_carbon_using_subcommand completions" -s v -l verbose -d 'Say more on standard error'
complete -c carbon -n "__fish_carbon_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c carbon -n "__fish_carbon_using_subcommand completions" -s V -l version -d 'Print version'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "audit" -d 'Judge a platform and score it'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "explain" -d 'Explain a check, or one finding with its evidence'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "snapshot" -d 'Save what was observed to a file, to be judged later or elsewhere'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "checks" -d 'The checks: list, lint, test, start a new one'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "facts" -d 'The facts that checks read, with their schema'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "rbac" -d 'Print the least ClusterRole that the checks need, for `kubectl apply -f -`'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c carbon -n "__fish_carbon_using_subcommand help; and not __fish_seen_subcommand_from audit explain snapshot checks facts rbac completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c carbon -n "__fish_carbon_using_subcommand help; and __fish_seen_subcommand_from checks" -f -a "list" -d 'List the checks'
complete -c carbon -n "__fish_carbon_using_subcommand help; and __fish_seen_subcommand_from checks" -f -a "lint" -d 'Look for mistakes in checks: those built in, or those of a folder'
complete -c carbon -n "__fish_carbon_using_subcommand help; and __fish_seen_subcommand_from checks" -f -a "test" -d 'Run the examples of checks'
complete -c carbon -n "__fish_carbon_using_subcommand help; and __fish_seen_subcommand_from checks" -f -a "new" -d 'Print a commented start for a new check'
