using CbmExchange.Node.Verbs;

using var stopping = new CancellationTokenSource();
using var interrupted = StopSignals.Register(stopping);
return await NodeProgram
    .RunAsync(args, new VerbContext(Console.Out, TimeProvider.System, stopping.Token), Console.Error)
    .ConfigureAwait(false);
