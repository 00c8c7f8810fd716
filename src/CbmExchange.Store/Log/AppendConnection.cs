using System.Data;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>
/// The connection of the <see cref="AppendWriter"/>, and one transaction at a time on it. Invariants:
/// - a request is answered "appended" only after the COMMIT that holds it was confirmed;
/// - after a request was taken into a transaction nothing cancels it;
/// - when a connection dies in between, the same command ids are sent again: what had been committed is found, what had
///   not is appended, and a half-dead first try that wakes up later finds the commands and does nothing;
/// - an error of the server is not taken for a rollback: the procedure commits in its middle, so the commands are asked
///   for, and found ones are sent again for their answers.
/// </summary>
internal sealed partial class AppendConnection(
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

    /// <summary>True when the batch was answered; false when it is to be sent again.</summary>
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
            tries.Sentence = DatabaseErrors.Sentence(error);
            if (await MayBeHeldAsync(batch, error).ConfigureAwait(false))
            {
                tries.MaySent = true;
                return false;
            }

            AnswerAll(batch, tries.MaySent, tries.Sentence);
            return true;
        }
        catch (Exception error) when (
            error is PostgresException || DatabaseErrors.IsConnectionLost(error) || IsBroken())
        {
            tries.MaySent |= sent;
            tries.Sentence = DatabaseErrors.Sentence(error);
            LogRetried(logger, attempt, batch.Count, error);
            await DropConnectionAsync().ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>
    /// What an error of the server means. False: it was refused, and nothing is held. True: it may be held, and the
    /// same command ids are to be sent again. Throws what is in the request.
    /// </summary>
    private async Task<bool> MayBeHeldAsync(List<PendingAppend> batch, PostgresException error)
    {
        if (error.SqlState == PostgresErrorCodes.DiskFull)
        {
            LogDiskFull(logger, batch.Count);
        }

        switch (await IsHeldAsync(batch).ConfigureAwait(false))
        {
            case null:
                await DropConnectionAsync().ConfigureAwait(false);
                return true;
            case true:
                return true;
        }

        if (!DatabaseErrors.IsServerTrouble(error))
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return false;
    }

    /// <summary>
    /// Whether the transaction that answered with an error had committed; null when that cannot be read.
    /// </summary>
    private async Task<bool?> IsHeldAsync(List<PendingAppend> batch)
    {
        try
        {
            if (IsBroken())
            {
                // The driver ends a connection after some errors; the server's answer stands: its transaction is over.
                await DropConnectionAsync().ConfigureAwait(false);
            }

            connection ??= await source.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(
                "select exists (select from cbm_commands where command_id = any ($1) and attempt = any ($2))",
                connection);
            command.Parameters.Add(new() { Value = batch.ConvertAll(pending => pending.Request.CommandId).ToArray() });
            command.Parameters.Add(new() { Value = batch.ConvertAll(pending => pending.Request.Attempt).ToArray() });
            return (bool)(await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false))!;
        }
        catch (Exception error) when (
            error is PostgresException || DatabaseErrors.IsConnectionLost(error) || IsBroken())
        {
            LogRetried(logger, 0, batch.Count, error);
            return null;
        }
    }

    // Broken while it lay idle (the driver's keep-alive found the server gone, and refuses to begin a command), or in a
    // way that the driver has no name for.
    private bool IsBroken() => connection is { State: not ConnectionState.Open };

    private async Task<AppendResult[]> WriteAsync(NpgsqlConnection open, List<EncodedRequest> requests)
    {
        await using var command = AppendCommand.Make(open, requests);
        await command.PrepareAsync(CancellationToken.None).ConfigureAwait(false);
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
