using CbmExchange.Domain;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Observation;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Google.Protobuf;

namespace CbmExchange.Node.Commands;

/// <summary>
/// The one way of a command: decide, one append, answer; a repeat is found by the append, or asked for where there is
/// nothing to append, and gets its first answer. Nothing cancels between the durable
/// append and its answer. A command that found another generation of a peer stream than it was decided for is decided
/// anew. The answer is kept with the command, so that a repeat gets it to the letter; a repeat is one
/// by the same officer, whose answer is nobody else's. A command to a recipient who was not yet asked, after a start,
/// which entries of ours it holds waits a moment for that and is refused then (decision 0014).
/// </summary>
internal sealed class CommandRunner(IEventStore store, TableFollower tables, HeadGate gate, TimeProvider time)
{
    // proto3-JSON behind the name of its message: a command id used for another command is noticed.
    private const char NameEnd = '\n';

    /// <summary>
    /// Times a command is decided anew because a generation of a peer stream was opened, or grew, between its decision
    /// and its append; each is one more opening or release in those milliseconds.
    /// </summary>
    private const int DecideTriesMax = 5;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);

    /// <summary>Runs a command; throws the gRPC form of a refusal.</summary>
    /// <param name="call">Who commands.</param>
    /// <param name="commandId">UUID chosen by the caller.</param>
    /// <param name="decide">Reads what is held and decides; MUST NOT change anything.</param>
    /// <param name="cancellationToken">Counts until the append is handed in.</param>
    /// <param name="recordId">Record of the command, for a version conflict.</param>
    public async Task<TReply> RunAsync<TReply>(
        OfficerCall call, string commandId, Func<Task<Outcome<Decision<TReply>>>> decide,
        CancellationToken cancellationToken, string recordId = "")
        where TReply : class, IMessage<TReply>, new()
    {
        if (!Guid.TryParse(commandId, out var id))
        {
            throw RefusalStatus.ToException(Refusal.Invalid([new FieldFault("commandId", "Must be a UUID.")]));
        }

        for (var attempt = 1; ; attempt++)
        {
            var decided = await DecideAsync(call, id, decide, cancellationToken).ConfigureAwait(false);
            if (decided.Refusal is not null || decided.Value.Streams.IsEmpty)
            {
                return await FirstAnswerAsync<TReply>(call, id, cancellationToken).ConfigureAwait(false)
                    ?? decided.OrThrow(recordId).Reply;
            }

            var decision = decided.Value;

            cancellationToken.ThrowIfCancellationRequested();
            var result = await AppendAsync(call, id, decision).ConfigureAwait(false);
            if (attempt == DecideTriesMax
                || result.Outcome is not (AppendOutcome.PeerStreamClosed or AppendOutcome.PeerSizeConflict))
            {
                return await AnswerAsync(call, id, decision, result, recordId).ConfigureAwait(false);
            }

            // The tables decide which generation is the newest; they must have seen what the store has.
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // What came back while a recipient was asked may say otherwise of the record: it is decided anew.
    private async Task<Outcome<Decision<TReply>>> DecideAsync<TReply>(
        OfficerCall call, Guid id, Func<Task<Outcome<Decision<TReply>>>> decide, CancellationToken cancellationToken)
        where TReply : class, IMessage<TReply>, new()
    {
        while (true)
        {
            var decided = await decide().ConfigureAwait(false);
            var recipients = decided.Refusal is null
                ? decided.Value.Entries.Select(append => append.Stream.Recipient).ToList()
                : [];
            if (recipients.TrueForAll(gate.TakesCommands))
            {
                return decided;
            }

            if (!await gate.WaitForCommandsAsync(recipients, time, cancellationToken).ConfigureAwait(false))
            {
                // A repeat writes nothing, and gets its first answer from the append.
                return await FirstAnswerAsync<TReply>(call, id, cancellationToken).ConfigureAwait(false) is null
                    ? throw PeerRefusals.RecipientNotAsked()
                    : decided;
            }

            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken) =>
        await tables.WaitForAsync(await store.HeadAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task<TReply> AnswerAsync<TReply>(
        OfficerCall call, Guid id, Decision<TReply> decision, AppendResult result, string recordId)
        where TReply : class, IMessage<TReply>, new() =>
        result.Outcome switch
        {
            AppendOutcome.Appended => await DoneAsync(decision, result.Receipt!).ConfigureAwait(false),
            AppendOutcome.Repeated => (await FirstAnswerAsync<TReply>(call, id, CancellationToken.None)
                .ConfigureAwait(false))!,
            AppendOutcome.VersionConflict => throw RefusalStatus.ToException(
                new Refusal(RefusalKind.VersionConflict, "VERSION_CONFLICT", "The record moved on since you read it.")
                {
                    HeldVersion = result.HeldVersion,
                },
                recordId),
            AppendOutcome.Unknown => throw new StoreUnavailableException(
                $"{result.Sentence} Whether it was done is not known yet: ask again with the same command id."),
            AppendOutcome.Unavailable => throw new StoreUnavailableException($"{result.Sentence} Nothing was done."),
            _ => throw new StoreUnavailableException("The database did not take the command."),
        };

    private async Task<TReply?> FirstAnswerAsync<TReply>(OfficerCall call, Guid id, CancellationToken cancellationToken)
        where TReply : class, IMessage<TReply>, new()
    {
        if (await store.FindCommandAsync(id, cancellationToken).ConfigureAwait(false) is not { } first)
        {
            return null;
        }

        return first.UserName == call.Seat.Id.Value
            ? Read<TReply>(first)
            : throw RefusalStatus.ToException(new Refusal(
                RefusalKind.FailedPrecondition, "COMMAND_ID_TAKEN",
                "This command id was used by another officer; nothing was done. Choose a new one."));
    }

    private async Task<AppendResult> AppendAsync<TReply>(OfficerCall call, Guid id, Decision<TReply> decision)
        where TReply : IMessage<TReply>, new() =>
        await store.AppendAsync(
            new AppendRequest
            {
                CommandId = id,
                Metadata = new AppendMetadata { CorrelationId = call.CorrelationId, UserName = call.Seat.Id.Value },
                Streams = decision.Streams,
                PeerEntries = decision.Entries,
                Openings = decision.Openings,
                Answer = $"{decision.Reply.Descriptor.FullName}{NameEnd}{JsonFormatter.Default.Format(decision.Reply)}",
            },
            CancellationToken.None).ConfigureAwait(false);

    private async Task<TReply> DoneAsync<TReply>(Decision<TReply> decision, AppendReceipt receipt)
        where TReply : IMessage<TReply>, new()
    {
        NodeTelemetry.Commands.Add(
            1, new KeyValuePair<string, object?>("reply", decision.Reply.Descriptor.Name));
        NodeTelemetry.Entries.Add(decision.Entries.Sum(entries => entries.Entries.Length)
            + decision.Openings.Sum(opening => opening.Entries.Length));
        await tables.WaitForAsync(receipt.Last).ConfigureAwait(false);
        return decision.Reply;
    }

    private static TReply Read<TReply>(AppendReceipt first)
        where TReply : IMessage<TReply>, new()
    {
        var answer = first.Answer ?? "";
        var end = answer.IndexOf(NameEnd, StringComparison.Ordinal);
        return end > 0 && answer.AsSpan(0, end).SequenceEqual(new TReply().Descriptor.FullName)
            ? Parser.Parse<TReply>(answer[(end + 1)..])
            : throw RefusalStatus.ToException(Refusal.Invalid(
                [new FieldFault("commandId", "This command id was used for another command; choose a new one.")]));
    }
}
