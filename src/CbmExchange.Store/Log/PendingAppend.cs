namespace CbmExchange.Store.Log;

/// <summary>
/// A request in the queue. It can be given up until the writer takes it; from then on its answer is waited for.
/// </summary>
internal sealed class PendingAppend(EncodedRequest request)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private readonly TaskCompletionSource<AppendResult> answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state = Waiting;

    public EncodedRequest Request { get; } = request;

    public Task<AppendResult> Answer => answer.Task;

    /// <summary>True when the writer may write it.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref state, GivenUp, Waiting) == Waiting)
        {
            answer.TrySetCanceled(cancellationToken);
        }
    }

    public void Complete(AppendResult result) => answer.TrySetResult(result);

    public void Fail(Exception exception) => answer.TrySetException(exception);
}
