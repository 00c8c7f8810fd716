using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Participants;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Participants;

namespace CbmExchange.Node.Checks;

/// <summary>
/// Reads what an officer plans: names become ids, contacts become channels, all faults are named at once.
/// </summary>
internal sealed class CheckPlanner(ParticipantTable participants, ContactDirectory directory, NodeIdentity self)
{
    private const string Any = "any";

    /// <summary>The plan, or its faults. Refusals: FIELDS_INVALID, NOT_SECRETARIAT.</summary>
    public Outcome<PlanCheck> Read(PlanCheckRequest request, Domain.Officers.Actor actor, DateTimeOffset now)
    {
        var faults = new List<FieldFault>();
        var body = BodyOf(request, faults);
        if (body is not null && body.Secretariat != self.Participant)
        {
            return new Refusal(
                RefusalKind.FailedPrecondition, "NOT_SECRETARIAT",
                "A body's members are checked by its secretariat; name participants instead.");
        }

        var named = Resolve(request.Participants, "participants", faults);
        var except = Resolve(request.Except, "except", faults);
        var optedOut = Resolve(request.OptedOut, "optedOut", faults);
        if (faults.Count > 0)
        {
            return Refusal.Invalid(faults);
        }

        ImmutableArray<string> types = request.Channels.Count == 0
            ? [CheckCodes.NodeInbox]
            : [.. request.Channels.Distinct()];
        var opensAt = request.OpensAt?.ToDateTimeOffset() ?? now;
        var members = body is null ? [] : participants.State.MembersAsOf(body.Body, now);
        var targets = named.Concat(members).Concat(optedOut).Distinct()
            .Where(participant => participant != self.Participant && participants.State.IsActive(participant))
            .Except(except)
            .Select(participant => optedOut.Contains(participant)
                ? new CheckTarget(participant, [], IsOptedOut: true)
                : new CheckTarget(participant, ChannelsOf(participant, types, [.. request.Kinds], opensAt)));
        return new PlanCheck(
            actor, body?.Acronym, types, request.Announced, request.DutyHours.Length == 0 ? Any : request.DutyHours,
            request.OpensAt?.ToDateTimeOffset(), request.ClosesAt?.ToDateTimeOffset(), [.. targets]);
    }

    private ImmutableArray<CheckChannel> ChannelsOf(
        ParticipantId participant, ImmutableArray<string> types, ImmutableArray<string> kinds,
        DateTimeOffset opensAt) =>
        CheckPlanning.ChannelsOf(
            directory.Of(participant).Where(held => held.Row.Header.Context == "actual").Select(directory.EntryOf),
            types, kinds, opensAt);

    private BodyDefined? BodyOf(PlanCheckRequest request, List<FieldFault> faults)
    {
        var body = request.Body.Length == 0 ? null : participants.State.ResolveBody(request.Body);
        if (body is null && request.Body.Length > 0)
        {
            faults.Add(new FieldFault("body", "There is no one body of this name here."));
        }

        return body;
    }

    private ImmutableArray<ParticipantId> Resolve(
        IReadOnlyList<string> names, string path, List<FieldFault> faults)
    {
        var found = ImmutableArray.CreateBuilder<ParticipantId>();
        foreach (var (index, name) in names.Index())
        {
            if (participants.State.Resolve(name) is { } known)
            {
                found.Add(known.Participant);
            }
            else
            {
                faults.Add(new FieldFault($"{path}[{index}]", "There is no one participant of this name here."));
            }
        }

        return found.ToImmutable();
    }
}
