namespace CbmExchange.Demo.Stage;

/// <summary>Waits for something that happens by itself, with a limit.</summary>
internal static class Patience
{
    /// <summary>Far longer than anything here takes, so that a slow machine does not fail the story.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks again and again until the answer is as wanted; fails with the sentence otherwise.</summary>
    public static async Task<T> UntilAsync<T>(
        Func<Task<T?>> ask, Func<T, bool> isWanted, string sentence, CancellationToken cancellation)
        where T : class
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < WaitMax)
        {
            if (await ask().ConfigureAwait(false) is { } answer && isWanted(answer))
            {
                return answer;
            }

            await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
        }

        throw new StepFailed($"Waited {WaitMax.TotalSeconds:0} s in vain: {sentence}");
    }
}
