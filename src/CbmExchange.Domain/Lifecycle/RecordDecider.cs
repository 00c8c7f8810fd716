using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>
/// decide(state, command, now, chance) = events or a refusal, for own records. Pure: the caller reads the stream
/// before,
/// appends the events after, and states the version it read. An empty list of events means: nothing new to say.
/// </summary>
public static partial class RecordDecider
{
    /// <summary>
    /// Begins a record. <paramref name="random"/> MUST hold <see cref="ReferenceNumber.RandomBytesCount"/> random
    /// bytes.
    /// Refusals: FIELDS_INVALID, ROLE_NOT_ALLOWED, OBSERVER_AUTHORS_NOTHING, RECORD_EXISTS.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Draft(
        RecordState state,
        DraftRecord command,
        NodeIdentity self,
        Policies policies,
        DateTimeOffset now,
        ReadOnlySpan<byte> random
    )
    {
        if (state.Header is not null)
        {
            return LifecycleRules.No("RECORD_EXISTS", "There is a record with this id already.");
        }

        if (DraftRules.OfAuthor(command.Actor, command.Header.RecordType, self) is { } refused)
        {
            return refused;
        }

        var number = ReferenceNumber.Create(self.Designator, now.UtcDateTime.Year, random);
        var content = ContentDefaults.With(
            ContentDefaults.Fill(command.Header.RecordType, command.Content, null, now, policies),
            ContentDefaults.ReferenceNumberField,
            number
        );
        var faults = DraftRules.OfNew(command, self).Concat(ContentRules.Check(command.Header, content))
            .Concat(DraftRules.OfConfirmations(command.Header.RecordType, content, null, now)).ToArray();
        return faults.Length > 0
            ? Refusal.Invalid(faults)
            : One(new RecordDrafted(command.Header, 1, content, command.InReplyTo, command.Actor.Id, now));
    }

    /// <summary>
    /// Writes the working version anew; it is a draft again. Where the last version is cleared, begins the next one.
    /// Refusals: FIELDS_INVALID, ROLE_NOT_ALLOWED, NOT_FOUND, VERSION_CONFLICT, RECORD_WITHDRAWN, CONTACT_ENDED,
    /// RECEIPT_IS_A_FACT.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Revise(
        RecordState state,
        ReviseRecord command,
        NodeIdentity self,
        Policies policies,
        DateTimeOffset now
    )
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if (DraftRules.OfAuthor(command.Actor, state.Header!.RecordType, self) is { } refused)
        {
            return refused;
        }

        if (DraftRules.OfRevision(state) is { } closed)
        {
            return closed;
        }

        var header = state.Header with
        {
            AuthoritativeLanguages = command.AuthoritativeLanguages ?? state.Header.AuthoritativeLanguages,
        };
        var content = DraftRules.Carry(
            state,
            ContentDefaults.Fill(header.RecordType, command.Content, state.NewestContent, now, policies)
        );
        var faults = DraftRules.OfChange(state, command.Content).Concat(ContentRules.Check(header, content))
            .Concat(DraftRules.OfConfirmations(header.RecordType, content, state.NewestContent, now)).ToArray();
        var version = state.Working?.Number ?? (state.Versions.LastOrDefault()?.Number ?? 0) + 1;
        return faults.Length > 0
            ? Refusal.Invalid(faults)
            : One(new RecordRevised(header, version, content, command.Actor.Id, now));
    }

    /// <summary>Hands the working version to the releasing authority. Refusals: as Revise, and WRONG_STATE.</summary>
    public static Outcome<ImmutableArray<IEvent>> Submit(
        RecordState state,
        SubmitRecord command,
        NodeIdentity self,
        DateTimeOffset now
    ) =>
        LifecycleRules.OfRecord(state, command)
        ?? DraftRules.OfAuthor(command.Actor, state.Header!.RecordType, self)
        ?? (
            state.Working is { Status: VersionStatus.Draft }
                ? One(new RecordSubmitted(state.Header.RecordId, state.Working.Number, command.Actor.Id, now))
                : Refused(LifecycleRules.WrongState("Only a draft can be submitted."))
        );

    /// <summary>Gives up the working version; what was released before stands. Refusals: as Submit.</summary>
    public static Outcome<ImmutableArray<IEvent>> Abandon(
        RecordState state,
        AbandonRecord command,
        NodeIdentity self,
        DateTimeOffset now
    ) =>
        LifecycleRules.OfRecord(state, command)
        ?? DraftRules.OfAuthor(command.Actor, state.Header!.RecordType, self)
        ?? (
            state.Working is { } working
                ? One(new RecordAbandoned(state.Header.RecordId, working.Number, command.Actor.Id, now))
                : Refused(LifecycleRules.WrongState("There is no version being worked on."))
        );

    private static Outcome<ImmutableArray<IEvent>> One(IEvent happened) => ImmutableArray.Create(happened);

    private static Outcome<ImmutableArray<IEvent>> Two(IEvent first, IEvent second) =>
        ImmutableArray.Create(first, second);

    private static Outcome<ImmutableArray<IEvent>> Refused(Refusal refusal) => refusal;
}
