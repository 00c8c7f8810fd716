using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>
/// One connection of the <see cref="AppendWriter"/>, and one transaction at a time on it. Invariants:
/// - a request is answered "appended" only after the COMMIT that holds it was confirmed;
/// - after a request was taken into a transaction nothing cancels it;
/// - when a connection dies in between, the same command ids are sent again: what had been committed is found, what had
///   not is appended, and a half-dead first try that wakes up later finds the commands and does nothing.
/// </summary>
internal sealed partial class AppendLane(
    NpgsqlDataSource source, AppendAnswers answers, LogSignal signal, TimeProvider clock, ILogger logger,
    CancellationToken hurry) : IAsyncDisposable
{
    private NpgsqlConnection? connection;

    /// <summary>Commits a batch and answers every request of it. Never throws.</summary>
    public async Task CommitAsync(List<PendingAppend> batch)
    {
        try
        {
            await TryCommitAsync(batch).ConfigureAwait(false);
        }
        catch (Exception error) when (batch.Count > 1)
        {
            // One request broke the batch: each by itself, so that only that one fails.
            LogBatchRefused(logger, batch.Count, error);
            foreach (var pending in batch)
            {
                await CommitAsync([pending]).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            batch[0].Fail(error);
        }
    }

    public ValueTask DisposeAsync() => DropConnectionAsync();

    private async Task TryCommitAsync(List<PendingAppend> batch)
    {
        var tries = new Tries();
        for (var attempt = 1; attempt <= StoreLimits.AppendAttemptCountMax; attempt++)
        {
            if (await TryOnceAsync(batch, attempt, tries).ConfigureAwait(false))
            {
                return;
            }

            if (!await PauseAsync(attempt).ConfigureAwait(false))
            {
                break;
            }
        }

        AnswerAll(batch, tries.MaySent, tries.Sentence);
    }

    /// <summary>True when the batch was answered; false when the connection died and it is to be sent again.</summary>
    private async Task<bool> TryOnceAsync(List<PendingAppend> batch, int attempt, Tries tries)
    {
        var sent = false;
        try
        {
            connection ??= await source.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
            sent = true;
            Answer(batch, await WriteAsync(connection, batch.ConvertAll(pending => pending.Request))
                .ConfigureAwait(false));
            return true;
        }
        catch (PostgresException error) when (sent && !DatabaseErrors.IsConnectionLost(error))
        {
            if (!DatabaseErrors.IsServerTrouble(error))
            {
                throw;
            }

            Refuse(batch, tries.MaySent, error);
            return true;
        }
        catch (Exception error) when (
            error is PostgresException || DatabaseErrors.IsConnectionLost(error) || IsBroken(error))
        {
            tries.MaySent |= sent;
            tries.Sentence = DatabaseErrors.Sentence(error);
            LogRetried(logger, attempt, batch.Count, error);
            await DropConnectionAsync().ConfigureAwait(false);
            return false;
        }
    }

    // A connection that broke while it lay idle (the driver's keep-alive found the server gone) is not lost by a
    // command: the driver refuses to begin one.
    private bool IsBroken(Exception error) =>
        error is InvalidOperationException && connection is { State: not ConnectionState.Open };

    private async Task<AppendResult[]> WriteAsync(NpgsqlConnection open, List<EncodedRequest> requests)
    {
        await using var command = AppendCommand.Make(open, requests);
        string json;
        await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            json = reader.GetString(0);
            while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false))
            {
                // Nothing follows; to read to the end is to have seen the server ready again.
            }
        }

        return answers.Read(json, requests);
    }

    private void Answer(List<PendingAppend> batch, AppendResult[] results)
    {
        signal.Pulse();
        for (var index = 0; index < results.Length; index++)
        {
            batch[index].Complete(results[index]);
        }
    }

    private void Refuse(List<PendingAppend> batch, bool maySent, PostgresException error)
    {
        if (error.SqlState == PostgresErrorCodes.DiskFull)
        {
            LogDiskFull(logger, batch.Count);
        }

        AnswerAll(batch, maySent, DatabaseErrors.Sentence(error));
    }

    private void AnswerAll(List<PendingAppend> batch, bool maySent, string sentence)
    {
        if (maySent)
        {
            LogUnknown(logger, batch.Count);
        }

        var outcome = maySent ? AppendOutcome.Unknown : AppendOutcome.Unavailable;
        batch.ForEach(pending => pending.Complete(new AppendResult { Outcome = outcome, Sentence = sentence }));
    }

    /// <summary>False when the store is closing: then one more try would only delay the stop.</summary>
    private async Task<bool> PauseAsync(int attempt)
    {
        try
        {
            var pause = StoreLimits.AppendRetryPause * Math.Pow(2, attempt - 1);
            await Task.Delay(pause, clock, hurry).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask DropConnectionAsync()
    {
        if (connection is { } dropped)
        {
            connection = null;
            await dropped.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What the tries of one batch came to so far.</summary>
    private sealed class Tries
    {
        /// <summary>True once it may have reached the server.</summary>
        public bool MaySent { get; set; }

        /// <summary>Why the last one failed.</summary>
        public string Sentence { get; set; } = AppendWriter.Stopped;
    }
}
