using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Tables;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Checks;

/// <summary>Takes answers to own checks as they come, from the start on.</summary>
internal sealed partial class CheckAnswersPart(
    CheckAnswers answers, ReadModels models, TimeProvider time, ILogger<CheckAnswersPart> log) : IBackgroundPart
{
    /// <summary>Wait before a store that did not answer is asked again.</summary>
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "check answers";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var applied = models.Position;
                await answers.TakeAsync(stopping.Token).ConfigureAwait(false);
                await models.WaitForMoreAsync(applied, stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                Waits(log);
                await Task.Delay(RetryEvery, time, stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(NodeEventIds.CheckAnswersWait, LogLevel.Warning,
        "The store did not answer; answers to communication checks are taken later.")]
    private static partial void Waits(ILogger log);
}
