using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Phrases;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Library;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using RecordCheckOutcome = CbmExchange.Domain.Checks.RecordCheckOutcome;

namespace CbmExchange.Node.Checks;

/// <summary>
/// What an officer of the check does by hand: tries the message on itself, takes a code to say or write it, records
/// what was heard. Codes are put into an answer after its command was kept, and so stand nowhere.
/// </summary>
internal sealed class CheckTrials(
    CommandRunner commands, CheckTable checks, CheckSecrets secrets, ContactDirectory directory,
    ParticipantTable participants, NodeIdentity self, TimeProvider time)
{
    /// <summary>Shows the message as it would read here, and compares a code with it.</summary>
    public async Task<TryCheckResponse> TryAsync(
        OfficerCall call, TryCheckRequest request, CancellationToken cancellationToken)
    {
        var reply = await commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(Try(call.Seat.ToActor(), request)), cancellationToken)
            .ConfigureAwait(false);
        if (checks.Find(request.CheckId) is { } check)
        {
            var target = Itself;
            reply.Message = RecordSchemas.TryTo<CommunicationCheck>(CheckContents.Check(
                check.Plan, target, secrets.ChallengeOf(check.Plan.Check, target)));
        }

        return reply;
    }

    /// <summary>Gives the code of a channel, the number and the words.</summary>
    public async Task<CallCheckedResponse> CallAsync(
        OfficerCall call, CallCheckedRequest request, CancellationToken cancellationToken)
    {
        var reply = await commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(Call(call.Seat.ToActor(), request)), cancellationToken)
            .ConfigureAwait(false);
        if (checks.Find(request.CheckId) is { } check && ParticipantOf(request.Participant) is { } participant
            && check.Find(participant) is { } target && target.Find(request.Channel) is { } channel)
        {
            Complete(reply, check, target, channel);
        }

        return reply;
    }

    /// <summary>Keeps what came of a channel.</summary>
    public Task<RecordCheckOutcomeResponse> RecordAsync(
        OfficerCall call, RecordCheckOutcomeRequest request, CancellationToken cancellationToken) =>
        commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(Record(call.Seat.ToActor(), request)), cancellationToken);

    private CheckTarget Itself =>
        new(
            self.Participant,
            [new CheckChannel(CheckCodes.NodeInbox, CheckCodes.NodeInbox, [], CheckCodes.HoursNotKnown)]);

    private ParticipantId? ParticipantOf(string name) => participants.State.Resolve(name)?.Participant;

    private Outcome<Decision<TryCheckResponse>> Try(Actor actor, TryCheckRequest request)
    {
        if (Permissions.Check(actor, OfficerAction.Draft, RecordTypes.CommunicationCheck) is { } refused)
        {
            return refused;
        }

        if (checks.Find(request.CheckId) is not { } check)
        {
            return Refusal.NotFound;
        }

        if (request.Code.Length == 0)
        {
            return new Decision<TryCheckResponse>([], new TryCheckResponse());
        }

        var isRight = CheckCode.Normalise(request.Code) is { } code
            && secrets.ChannelOf(check.Plan.Check, Itself, code) is not null;
        return new Decision<TryCheckResponse>(
            Append(check, new CheckTried(check.Plan.Check, isRight, actor.Id, time.GetUtcNow())),
            new TryCheckResponse { Right = isRight });
    }

    private Outcome<Decision<CallCheckedResponse>> Call(Actor actor, CallCheckedRequest request)
    {
        if (checks.Find(request.CheckId) is not { } check
            || ParticipantOf(request.Participant) is not { } participant)
        {
            return Refusal.NotFound;
        }

        var decided = CheckDecider.Call(check, actor, participant, request.Channel, time.GetUtcNow());
        return decided.Refusal is { } refusal
            ? refusal
            : new Decision<CallCheckedResponse>(
                Append(check, decided.Value), new CallCheckedResponse { Channel = request.Channel });
    }

    private void Complete(CallCheckedResponse reply, CheckState check, CheckTarget target, CheckChannel channel)
    {
        var code = secrets.CodeOf(check.Plan.Check, target, channel.Key);
        reply.Designator = participants.DesignatorOf(target.Participant);
        reply.ChannelType = channel.Type;
        reply.ReferenceNumber = target.Reference ?? "";
        reply.Code = code;
        var place = channel.Places[0];
        var held = directory.Of(target.Participant)
            .FirstOrDefault(one => one.Row.Header.RecordId == place.Contact);
        if (held is not null)
        {
            reply.Office = Texts.Best(held.Contact.OfficeName, "en");
            reply.Value = held.Contact.Channels.FirstOrDefault(one => one.Id == place.ChannelId)?.Value ?? "";
            SetHours(reply, held.Entry.View.DutyHours);
        }

        var languages = held?.Entry.View.Languages.Select(spoken => spoken.Lang) ?? [];
        reply.Words.AddRange(languages.Append(CheckContents.Language).Select(PhraseLibrary.LanguageOf).Distinct()
            .Select(language => new CheckWords
            {
                Lang = language,
                Text = CheckPhrases.WithCode(channel.Type, language, code),
            }));
    }

    private void SetHours(CallCheckedResponse reply, DutyHours? hours)
    {
        var now = time.GetUtcNow();
        reply.Duty = hours?.IsOnDuty(now) switch
        {
            true => "on duty",
            false => "off duty",
            null => "not known",
        };
        reply.LocalTime = hours is null or { IsAlways: true }
            ? ""
            : hours.LocalTime(now).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private Outcome<Decision<RecordCheckOutcomeResponse>> Record(Actor actor, RecordCheckOutcomeRequest request)
    {
        if (checks.Find(request.CheckId) is not { } check
            || ParticipantOf(request.Participant) is not { } participant)
        {
            return Refusal.NotFound;
        }

        var command = new RecordCheckOutcome(
            actor, participant, request.Channel, request.Result, request.TriedAt?.ToDateTimeOffset(), request.Note);
        var target = check.Find(participant);
        var isRight = target is not null && CheckCode.Normalise(request.Code) is { } code
            && secrets.ChannelOf(check.Plan.Check, target, code) == request.Channel;
        var decided = CheckDecider.Record(check, command, isRight, Policies.Default, time.GetUtcNow());
        return decided.Refusal is { } refusal
            ? refusal
            : new Decision<RecordCheckOutcomeResponse>(
                [.. Append(check, decided.Value), .. CheckVerifications.Of(target!, decided.Value)],
                new RecordCheckOutcomeResponse
                {
                    Designator = participants.DesignatorOf(participant),
                    Channel = request.Channel,
                    Result = decided.Value.Result,
                    TriedAt = decided.Value.TriedAt.ToTimestamp(),
                });
    }

    private static ImmutableArray<StreamAppend> Append(CheckState check, IEvent happened) =>
        [new StreamAppend(CheckTable.StreamOf(check.Plan.Check), null, [happened])];
}
