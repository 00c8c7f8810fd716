namespace CbmExchange.Node.Hosting;

/// <summary>
/// Steps of the stop, run once, the last registered first. A step that fails does not keep the others from running.
/// </summary>
internal sealed class ShutdownSequence
{
    private readonly Stack<(string Name, Func<ValueTask> Step)> steps = new();
    private readonly List<string> done = [];

    /// <summary>Names of the steps that ran, in their order, for tests.</summary>
    public IReadOnlyList<string> Done => done;

    /// <summary>Registers what undoes something that was just started.</summary>
    public void AtEnd(string name, Func<ValueTask> step) => steps.Push((name, step));

    /// <summary>
    /// Runs all steps; a second call does nothing. Throws afterwards what the first failing step threw.
    /// </summary>
    public async ValueTask RunAsync()
    {
        Exception? first = null;
        while (steps.TryPop(out var next))
        {
            try
            {
                await next.Step().ConfigureAwait(false);
                done.Add(next.Name);
            }
            catch (Exception error)
            {
                first ??= error;
            }
        }

        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}
