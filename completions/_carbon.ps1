
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'carbon' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'carbon'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'carbon' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Judge a platform and score it')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a check, or one finding with its evidence')
            [CompletionResult]::new('snapshot', 'snapshot', [CompletionResultType]::ParameterValue, 'Save what was observed to a file, to be judged later or elsewhere')
            [CompletionResult]::new('checks', 'checks', [CompletionResultType]::ParameterValue, 'The checks: list, lint, test, start a new one')
            [CompletionResult]::new('facts', 'facts', [CompletionResultType]::ParameterValue, 'The facts that checks read, with their schema')
            [CompletionResult]::new('rbac', 'rbac', [CompletionResultType]::ParameterValue, 'Print the least ClusterRole that the checks need, for `kubectl apply -f -`')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'carbon;audit' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The context of the kubeconfig; else its current one')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading a cluster may take in all, as in 90s')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'A snapshot saved earlier')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'What the files are: desired state, or objects dumped from a server')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge ages as of then')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only these namespaces')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Only these namespaces')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Only these categories')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Only the checks whose id fits, as in `backup/*`')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is asked of the platform')
            [CompletionResult]::new('--checks', '--checks', [CompletionResultType]::ParameterName, 'Further checks: a folder, or a file')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 if a check of this severity or worse fails, is unknown or faulty')
            [CompletionResult]::new('--fail-under', '--fail-under', [CompletionResultType]::ParameterName, 'Exit with 1 if the low end of the score lies below')
            [CompletionResult]::new('--min-coverage', '--min-coverage', [CompletionResultType]::ParameterName, 'Exit with 1 if less could be judged')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write what; repeatable; without FILE to standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where to write what; repeatable; without FILE to standard output')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'An earlier report (JSON), for the column "was"')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'A recorded platform that is built in')
            [CompletionResult]::new('--complete', '--complete', [CompletionResultType]::ParameterName, 'The dump is complete: a kind that is not in it does not exist')
            [CompletionResult]::new('--read-secrets', '--read-secrets', [CompletionResultType]::ParameterName, 'Look at Secrets: names, types and the registries of pull secrets, never at their content')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Unreadable input and faults of checks end the run with exit code 2')
            [CompletionResult]::new('--allow-unknown', '--allow-unknown', [CompletionResultType]::ParameterName, 'Let unknown through')
            [CompletionResult]::new('--fail-on-new', '--fail-on-new', [CompletionResultType]::ParameterName, 'Only what the baseline does not have counts for --fail-on')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Unfold long lists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;explain' {
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Only the subjects that fit')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The context of the kubeconfig; else its current one')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading a cluster may take in all, as in 90s')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'A snapshot saved earlier')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'What the files are: desired state, or objects dumped from a server')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge ages as of then')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only these namespaces')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Only these namespaces')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Only these categories')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Only the checks whose id fits, as in `backup/*`')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is asked of the platform')
            [CompletionResult]::new('--checks', '--checks', [CompletionResultType]::ParameterName, 'Further checks: a folder, or a file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Each step of the expressions, with its value')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'A recorded platform that is built in')
            [CompletionResult]::new('--complete', '--complete', [CompletionResultType]::ParameterName, 'The dump is complete: a kind that is not in it does not exist')
            [CompletionResult]::new('--read-secrets', '--read-secrets', [CompletionResultType]::ParameterName, 'Look at Secrets: names, types and the registries of pull secrets, never at their content')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Unreadable input and faults of checks end the run with exit code 2')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;snapshot' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The context of the kubeconfig; else its current one')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading a cluster may take in all, as in 90s')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'A snapshot saved earlier')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'What the files are: desired state, or objects dumped from a server')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge ages as of then')
            [CompletionResult]::new('--checks', '--checks', [CompletionResultType]::ParameterName, 'Further checks whose resources are saved as well')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file; compressed if it ends in .zst; `-` is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file; compressed if it ends in .zst; `-` is standard output')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'A recorded platform that is built in')
            [CompletionResult]::new('--complete', '--complete', [CompletionResultType]::ParameterName, 'The dump is complete: a kind that is not in it does not exist')
            [CompletionResult]::new('--read-secrets', '--read-secrets', [CompletionResultType]::ParameterName, 'Look at Secrets: names, types and the registries of pull secrets, never at their content')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Unreadable input and faults of checks end the run with exit code 2')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;checks' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the checks')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Look for mistakes in checks: those built in, or those of a folder')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the examples of checks')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a commented start for a new check')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'carbon;checks;list' {
            [CompletionResult]::new('--checks', '--checks', [CompletionResultType]::ParameterName, 'Further checks')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Only these categories')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, '`table` or `json`')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, '`table` or `json`')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;checks;lint' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;checks;test' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;checks;new' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;checks;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the checks')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Look for mistakes in checks: those built in, or those of a folder')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the examples of checks')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a commented start for a new check')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'carbon;checks;help;list' {
            break
        }
        'carbon;checks;help;lint' {
            break
        }
        'carbon;checks;help;test' {
            break
        }
        'carbon;checks;help;new' {
            break
        }
        'carbon;checks;help;help' {
            break
        }
        'carbon;facts' {
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The context of the kubeconfig; else its current one')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading a cluster may take in all, as in 90s')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'A snapshot saved earlier')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'What the files are: desired state, or objects dumped from a server')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge ages as of then')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'A recorded platform that is built in')
            [CompletionResult]::new('--complete', '--complete', [CompletionResultType]::ParameterName, 'The dump is complete: a kind that is not in it does not exist')
            [CompletionResult]::new('--read-secrets', '--read-secrets', [CompletionResultType]::ParameterName, 'Look at Secrets: names, types and the registries of pull secrets, never at their content')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Unreadable input and faults of checks end the run with exit code 2')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;rbac' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Bind the role to this user')
            [CompletionResult]::new('--serviceaccount', '--serviceaccount', [CompletionResultType]::ParameterName, 'Bind the role to this service account')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Allow more than the ordinary, for the checks that need it')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Only for these categories')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Only for the checks whose id fits, as in `backup/*`')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is asked of the platform')
            [CompletionResult]::new('--checks', '--checks', [CompletionResultType]::ParameterName, 'Further checks: a folder, or a file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;completions' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'carbon;help' {
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Judge a platform and score it')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a check, or one finding with its evidence')
            [CompletionResult]::new('snapshot', 'snapshot', [CompletionResultType]::ParameterValue, 'Save what was observed to a file, to be judged later or elsewhere')
            [CompletionResult]::new('checks', 'checks', [CompletionResultType]::ParameterValue, 'The checks: list, lint, test, start a new one')
            [CompletionResult]::new('facts', 'facts', [CompletionResultType]::ParameterValue, 'The facts that checks read, with their schema')
            [CompletionResult]::new('rbac', 'rbac', [CompletionResultType]::ParameterValue, 'Print the least ClusterRole that the checks need, for `kubectl apply -f -`')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'carbon;help;audit' {
            break
        }
        'carbon;help;explain' {
            break
        }
        'carbon;help;snapshot' {
            break
        }
        'carbon;help;checks' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the checks')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Look for mistakes in checks: those built in, or those of a folder')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the examples of checks')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a commented start for a new check')
            break
        }
        'carbon;help;checks;list' {
            break
        }
        'carbon;help;checks;lint' {
            break
        }
        'carbon;help;checks;test' {
            break
        }
        'carbon;help;checks;new' {
            break
        }
        'carbon;help;facts' {
            break
        }
        'carbon;help;rbac' {
            break
        }
        'carbon;help;completions' {
            break
        }
        'carbon;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
