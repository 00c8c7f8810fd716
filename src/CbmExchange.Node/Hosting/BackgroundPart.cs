namespace CbmExchange.Node.Hosting;

/// <summary>A part made of two functions.</summary>
/// <param name="name">For the log of the stop.</param>
/// <param name="start">Starts it.</param>
/// <param name="stop">Stops it.</param>
/// <param name="work">Its loop, if it has one of its own.</param>
internal sealed class BackgroundPart(
    string name, Func<CancellationToken, Task> start, Func<ValueTask> stop, Func<Task>? work = null)
    : IBackgroundPart
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Task? Work => work?.Invoke();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => start(cancellationToken);

    /// <inheritdoc/>
    public ValueTask StopAsync() => stop();
}
