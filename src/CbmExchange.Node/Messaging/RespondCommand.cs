using System.Collections.Immutable;
using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Phrases;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Publishing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Messaging;

/// <summary>
/// Answers a message. A text is a draft that goes the ordinary way; a phrase of the library is a holding reply that
/// leaves at once, since it gives nothing away (decision 0031).
/// </summary>
internal sealed class RespondCommand(
    CommandRunner commands,
    IHeldRecords held,
    OwnRecordTable records,
    ReplyRelease release,
    DeskRights desks,
    NodeIdentity self,
    TimeProvider time
)
{
    /// <summary>Runs the call.</summary>
    public Task<RespondResponse> RunAsync(RespondRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return commands.RunAsync(
            call,
            request.CommandId,
            () => DecideAsync(call, request, context.CancellationToken),
            context.CancellationToken
        );
    }

    private async Task<Outcome<Decision<RespondResponse>>> DecideAsync(
        OfficerCall call,
        RespondRequest request,
        CancellationToken cancellationToken
    )
    {
        var found = await held.FindMeantAsync(request.Record, cancellationToken).ConfigureAwait(false);
        if (found is null || !ReadRights.May(call.Seat.Roles, found.Header.RecordType, isOwn: false))
        {
            return Refusal.NotFound;
        }

        if (DeskRights.IsEmptied(desks.Seen(call, found.View)))
        {
            return DeskRights.ForOtherDesk;
        }

        var command = CommandOf(call, request, found);
        if (command.Refusal is { } refusal)
        {
            return refusal;
        }

        var (id, now) = (new RecordId(Guid.NewGuid().ToString()), time.GetUtcNow());
        var message = new ReceivedMessage(
            found.Header, found.ContentHash, found.CaseId, found.Precedence, found.Tlp);
        var drafted = Draft(message, command.Value, id, now);
        if (drafted.Refusal is { } refused)
        {
            return refused;
        }

        return request.Phrase.Length == 0
            ? Drafted(id, drafted.Value, now)
            : await SendAsync(call, message, id, drafted.Value, now, cancellationToken).ConfigureAwait(false);
    }

    private Outcome<RespondToMessage> CommandOf(OfficerCall call, RespondRequest request, HeldRecord message)
    {
        var faults = FaultsOf(request).ToArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        var contact = ContactOf(request.FurtherContact, message.Header.Originator);
        if (contact.Refusal is { } refusal)
        {
            return refusal;
        }

        var language = request.Language.Length > 0 ? request.Language : PhraseLibrary.SourceLanguage;
        var phrase = PhraseLibrary.Find(request.Phrase);
        return new RespondToMessage(
            call.Seat.ToActor(),
            phrase is null ? request.Kind : PhraseReply.HoldingKind,
            language,
            phrase is null ? [.. request.Text.Select(View)] : PhraseReply.TextsOf(phrase, language))
        {
            Phrase = phrase?.Id,
            FurtherContact = contact.Value,
            AnswerBy = request.AnswerBy?.ToDateTimeOffset(),
        };
    }

    private static IEnumerable<FieldFault> FaultsOf(RespondRequest request)
    {
        if (request.Phrase.Length == 0)
        {
            yield break;
        }

        if (PhraseLibrary.Find(request.Phrase) is not { Use: PhraseLibrary.ForAnswers })
        {
            yield return new FieldFault("phrase", "Must be a phrase for answers; `cbmx phrases` lists them.");
        }

        if (request.Kind is not ("" or PhraseReply.HoldingKind))
        {
            yield return new FieldFault("kind", "A phrase is a holding reply: leave the kind out.");
        }

        if (request.Text.Count > 0)
        {
            yield return new FieldFault("text", "A phrase is all that it says: leave the text out.");
        }

        if (request.Language.Length > 0 && !PhraseLibrary.Languages.Contains(request.Language))
        {
            yield return new FieldFault("language", $"Must be one of: {string.Join(", ", PhraseLibrary.Languages)}.");
        }

        if ((request.Phrase == PhraseReply.WrongOffice) != (request.FurtherContact.Length > 0))
        {
            yield return new FieldFault(
                "furtherContact", "Say with wrong-office, and with no other phrase, which contact is the right one.");
        }
    }

    // A pointer to a contact that the other side was not given would say that there is one, and lead nowhere.
    private Outcome<RecordId?> ContactOf(string named, ParticipantId originator)
    {
        if (named.Length == 0)
        {
            return (RecordId?)null;
        }

        return records.Find(named) is { } contact
            && records.TypeOf(contact) == RecordTypes.PointOfContact
            && records.Given.GetValueOrDefault(originator, []).Contains(contact)
            ? (RecordId?)contact
            : new Refusal(
                RefusalKind.FailedPrecondition,
                "CONTACT_NOT_HELD",
                "Name an own contact that was released to who wrote the message.");
    }

    private static TextView View(Contracts.Record.V1.Text text) =>
        new(
            text.Lang.Length > 0 ? text.Lang : PhraseLibrary.SourceLanguage,
            text.Text_,
            text.Status.Length > 0 ? text.Status : "authoritative"
        );

    private Outcome<ImmutableArray<IEvent>> Draft(
        ReceivedMessage message, RespondToMessage command, RecordId id, DateTimeOffset now) =>
        ReplyDecider.Respond(
            message,
            command,
            id,
            self,
            Policies.Default,
            now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount)
        );

    private static Decision<RespondResponse> Drafted(RecordId id, ImmutableArray<IEvent> events, DateTimeOffset now)
    {
        var state = RecordState.Fold(events);
        return new Decision<RespondResponse>(
            RecordReplies.StreamsOf(RecordState.Empty, id, events),
            new RespondResponse
            {
                Record = RecordReplies.Of(state, now),
                StandingText = StandingText.NoAgreementImplied,
            });
    }

    private async Task<Outcome<Decision<RespondResponse>>> SendAsync(
        OfficerCall call,
        ReceivedMessage message,
        RecordId id,
        ImmutableArray<IEvent> drafted,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var sent = await release.OfAsync(call, message, drafted, now, cancellationToken).ConfigureAwait(false);
        if (sent.Refusal is { } refusal)
        {
            return refusal;
        }

        return new Decision<RespondResponse>(
            RecordReplies.StreamsOf(RecordState.Empty, id, sent.Value.Events),
            new RespondResponse
            {
                Record = RecordReplies.Of(sent.Value.After, now),
                Sent = true,
                SentAt = sent.Value.Released.At.ToTimestamp(),
                StandingText = StandingText.NoAgreementImplied,
            })
        {
            Entries = sent.Value.Entries,
        };
    }
}
