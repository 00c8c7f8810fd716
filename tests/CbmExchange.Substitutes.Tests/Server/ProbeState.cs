using System.Collections.Concurrent;

namespace CbmExchange.Substitutes.Tests.Server;

/// <summary>What the service saw, for tests that look at the server's side.</summary>
internal sealed class ProbeState
{
    private readonly ConcurrentDictionary<string, int> _attempts = [];

    /// <summary>Set when a hanging call has reached its handler; holds the deadline it came with.</summary>
    public TaskCompletionSource<DateTime> HangStarted { get; } = Source<DateTime>();

    /// <summary>Set when the token of a hanging call has fired.</summary>
    public TaskCompletionSource HangCancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int CountAttempt(string key) => _attempts.AddOrUpdate(key, 1, (_, count) => count + 1);

    private static TaskCompletionSource<T> Source<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
