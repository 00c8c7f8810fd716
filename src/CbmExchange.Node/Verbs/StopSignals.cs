using System.Runtime.InteropServices;

namespace CbmExchange.Node.Verbs;

/// <summary>Ctrl-C and SIGTERM ask for an orderly stop; the program ends when its verb has ended.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] registrations;

    private StopSignals(CancellationTokenSource stopping) => registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal =>
            PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                stopping.Cancel();
            }))];

    /// <summary>Listens until disposed.</summary>
    public static StopSignals Register(CancellationTokenSource stopping) => new(stopping);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }
    }
}
