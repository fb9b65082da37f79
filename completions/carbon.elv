
use builtin;
use str;

set edit:completion:arg-completer[carbon] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'carbon'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'carbon'= {
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand audit 'Judge a platform and score it'
            cand explain 'Explain a check, or one finding with its evidence'
            cand snapshot 'Save what was observed to a file, to be judged later or elsewhere'
            cand checks 'The checks: list, lint, test, start a new one'
            cand facts 'The facts that checks read, with their schema'
            cand rbac 'Print the least ClusterRole that the checks need, for `kubectl apply -f -`'
            cand completions 'Print the completion script of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'carbon;audit'= {
            cand --context 'The context of the kubeconfig; else its current one'
            cand --kubeconfig 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod'
            cand --as 'Act as this user'
            cand --as-group 'Act as a member of this group'
            cand --timeout 'How long reading a cluster may take in all, as in 90s'
            cand -f 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --filename 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --snapshot 'A snapshot saved earlier'
            cand --input 'What the files are: desired state, or objects dumped from a server'
            cand --now 'Judge ages as of then'
            cand -n 'Only these namespaces'
            cand --namespace 'Only these namespaces'
            cand --category 'Only these categories'
            cand --check 'Only the checks whose id fits, as in `backup/*`'
            cand --profile 'What is asked of the platform'
            cand --checks 'Further checks: a folder, or a file'
            cand --fail-on 'Exit with 1 if a check of this severity or worse fails, is unknown or faulty'
            cand --fail-under 'Exit with 1 if the low end of the score lies below'
            cand --min-coverage 'Exit with 1 if less could be judged'
            cand -o 'Where to write what; repeatable; without FILE to standard output'
            cand --output 'Where to write what; repeatable; without FILE to standard output'
            cand --baseline 'An earlier report (JSON), for the column "was"'
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand --demo 'A recorded platform that is built in'
            cand --complete 'The dump is complete: a kind that is not in it does not exist'
            cand --read-secrets 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
            cand --strict 'Unreadable input and faults of checks end the run with exit code 2'
            cand --allow-unknown 'Let unknown through'
            cand --fail-on-new 'Only what the baseline does not have counts for --fail-on'
            cand --all 'Unfold long lists'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;explain'= {
            cand --subject 'Only the subjects that fit'
            cand --context 'The context of the kubeconfig; else its current one'
            cand --kubeconfig 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod'
            cand --as 'Act as this user'
            cand --as-group 'Act as a member of this group'
            cand --timeout 'How long reading a cluster may take in all, as in 90s'
            cand -f 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --filename 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --snapshot 'A snapshot saved earlier'
            cand --input 'What the files are: desired state, or objects dumped from a server'
            cand --now 'Judge ages as of then'
            cand -n 'Only these namespaces'
            cand --namespace 'Only these namespaces'
            cand --category 'Only these categories'
            cand --check 'Only the checks whose id fits, as in `backup/*`'
            cand --profile 'What is asked of the platform'
            cand --checks 'Further checks: a folder, or a file'
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand --trace 'Each step of the expressions, with its value'
            cand --demo 'A recorded platform that is built in'
            cand --complete 'The dump is complete: a kind that is not in it does not exist'
            cand --read-secrets 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
            cand --strict 'Unreadable input and faults of checks end the run with exit code 2'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;snapshot'= {
            cand --context 'The context of the kubeconfig; else its current one'
            cand --kubeconfig 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod'
            cand --as 'Act as this user'
            cand --as-group 'Act as a member of this group'
            cand --timeout 'How long reading a cluster may take in all, as in 90s'
            cand -f 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --filename 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --snapshot 'A snapshot saved earlier'
            cand --input 'What the files are: desired state, or objects dumped from a server'
            cand --now 'Judge ages as of then'
            cand --checks 'Further checks whose resources are saved as well'
            cand -o 'The file; compressed if it ends in .zst; `-` is standard output'
            cand --output 'The file; compressed if it ends in .zst; `-` is standard output'
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand --demo 'A recorded platform that is built in'
            cand --complete 'The dump is complete: a kind that is not in it does not exist'
            cand --read-secrets 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
            cand --strict 'Unreadable input and faults of checks end the run with exit code 2'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;checks'= {
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List the checks'
            cand lint 'Look for mistakes in checks: those built in, or those of a folder'
            cand test 'Run the examples of checks'
            cand new 'Print a commented start for a new check'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'carbon;checks;list'= {
            cand --checks 'Further checks'
            cand --category 'Only these categories'
            cand -o '`table` or `json`'
            cand --output '`table` or `json`'
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;checks;lint'= {
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;checks;test'= {
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;checks;new'= {
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;checks;help'= {
            cand list 'List the checks'
            cand lint 'Look for mistakes in checks: those built in, or those of a folder'
            cand test 'Run the examples of checks'
            cand new 'Print a commented start for a new check'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'carbon;checks;help;list'= {
        }
        &'carbon;checks;help;lint'= {
        }
        &'carbon;checks;help;test'= {
        }
        &'carbon;checks;help;new'= {
        }
        &'carbon;checks;help;help'= {
        }
        &'carbon;facts'= {
            cand --context 'The context of the kubeconfig; else its current one'
            cand --kubeconfig 'The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod'
            cand --as 'Act as this user'
            cand --as-group 'Act as a member of this group'
            cand --timeout 'How long reading a cluster may take in all, as in 90s'
            cand -f 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --filename 'Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well'
            cand --snapshot 'A snapshot saved earlier'
            cand --input 'What the files are: desired state, or objects dumped from a server'
            cand --now 'Judge ages as of then'
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand --demo 'A recorded platform that is built in'
            cand --complete 'The dump is complete: a kind that is not in it does not exist'
            cand --read-secrets 'Look at Secrets: names, types and the registries of pull secrets, never at their content'
            cand --strict 'Unreadable input and faults of checks end the run with exit code 2'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;rbac'= {
            cand --user 'Bind the role to this user'
            cand --serviceaccount 'Bind the role to this service account'
            cand --with 'Allow more than the ordinary, for the checks that need it'
            cand --category 'Only for these categories'
            cand --check 'Only for the checks whose id fits, as in `backup/*`'
            cand --profile 'What is asked of the platform'
            cand --checks 'Further checks: a folder, or a file'
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;completions'= {
            cand --config 'Configuration file; without it, carbon.yaml is looked for from the working directory upwards'
            cand --color 'When to colour'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more on standard error'
            cand --verbose 'Say more on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'carbon;help'= {
            cand audit 'Judge a platform and score it'
            cand explain 'Explain a check, or one finding with its evidence'
            cand snapshot 'Save what was observed to a file, to be judged later or elsewhere'
            cand checks 'The checks: list, lint, test, start a new one'
            cand facts 'The facts that checks read, with their schema'
            cand rbac 'Print the least ClusterRole that the checks need, for `kubectl apply -f -`'
            cand completions 'Print the completion script of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'carbon;help;audit'= {
        }
        &'carbon;help;explain'= {
        }
        &'carbon;help;snapshot'= {
        }
        &'carbon;help;checks'= {
            cand list 'List the checks'
            cand lint 'Look for mistakes in checks: those built in, or those of a folder'
            cand test 'Run the examples of checks'
            cand new 'Print a commented start for a new check'
        }
        &'carbon;help;checks;list'= {
        }
        &'carbon;help;checks;lint'= {
        }
        &'carbon;help;checks;test'= {
        }
        &'carbon;help;checks;new'= {
        }
        &'carbon;help;facts'= {
        }
        &'carbon;help;rbac'= {
        }
        &'carbon;help;completions'= {
        }
        &'carbon;help;help'= {
        }
    ]
    $completions[$command]
}
