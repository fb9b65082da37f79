// The four programs of a Kubernetes control plane in one binary, for the live tests.
//
// The first argument names the program, as if the binary had been called by that name; the others are its own flags.
// One binary, because the four share most of their code: four would take four times the disk and the linking.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"

	// What the programs' own main packages register.
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
)

var programs = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllers.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
}

func main() {
	program := ""
	if len(os.Args) > 1 {
		program = os.Args[1]
	}
	if program == "etcd" {
		etcdmain.Main(os.Args[1:])
		return
	}
	command, known := programs[program]
	if !known {
		fmt.Fprintln(os.Stderr, "usage: control-plane etcd|kube-apiserver|kube-controller-manager|kube-scheduler [flag...]")
		os.Exit(2)
	}
	cmd := command()
	cmd.SetArgs(os.Args[2:])
	os.Exit(cli.Run(cmd))
}
