using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CbmExchange.Demo;
using CbmExchange.Demo.Story;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return DemoOptions.Read(args) is { } options
    ? await Demonstration.RunAsync(options, stopping.Token).ConfigureAwait(false)
    : DemoOptions.ExitUsage;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
