using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>
/// An own record, folded from its stream. Invariants: the header but its languages never changes; versions are numbered
/// 1, 2, 3 …; at most the last one is being worked on; whoever is in <see cref="Given"/> stays there for good.
/// </summary>
public sealed partial record RecordState
{
    /// <summary>A record that does not exist.</summary>
    public static RecordState Empty { get; } = new();

    /// <summary>Number of events folded: what a caller states as expected version.</summary>
    public StreamVersion Version { get; init; } = new(0);

    /// <summary>The header of the newest version here; null while the record does not exist.</summary>
    public RecordHeader? Header { get; init; }

    /// <summary>All versions, oldest first.</summary>
    public ImmutableArray<RecordVersion> Versions { get; init; } = [];

    /// <summary>The message that this record answers.</summary>
    public ReplyTarget? InReplyTo { get; init; }

    /// <summary>What each recipient was last given; everyone who ever received.</summary>
    public ImmutableSortedDictionary<ParticipantId, GivenVersion> Given { get; init; } =
        ImmutableSortedDictionary<ParticipantId, GivenVersion>.Empty;

    /// <summary>The State's act that named this contact.</summary>
    public Nomination? Nomination { get; init; }

    /// <summary>The withdrawal, once made: nothing follows it.</summary>
    public WithdrawalState? Withdrawal { get; init; }

    /// <summary>The end of a contact, once made.</summary>
    public ContactEnded? Ended { get; init; }

    /// <summary>Uses of break-glass, oldest first.</summary>
    public ImmutableArray<BreakGlassState> BreakGlass { get; init; } = [];

    /// <summary>The version being worked on; null when there is none.</summary>
    public RecordVersion? Working => Versions is [.., { IsWorking: true } last] ? last : null;

    /// <summary>The newest version that was cleared; null when there is none.</summary>
    public RecordVersion? NewestCleared => Versions.LastOrDefault(version => version.Signed is not null);

    /// <summary>The reference number that people quote.</summary>
    public string? ReferenceNumber =>
        Versions
            .Select(version => version.Content)
            .Reverse()
            .Concat(TakenBack.Select(version => version.Content))
            .Select(content => Json.String(content.Claims, ContentDefaults.ReferenceNumberField))
            .FirstOrDefault(number => number is not null);

    /// <summary>Folds events in their order.</summary>
    public static RecordState Fold(IEnumerable<IEvent> events) =>
        events.Aggregate(Empty, (state, next) => state.Apply(next));

    /// <summary>
    /// What a participant can see of this record (view-as): its last release, also after narrowing; null when nothing
    /// was
    /// ever released to it. <see cref="GivenVersion.View"/> is what it reads.
    /// </summary>
    public GivenVersion? SeenBy(ParticipantId participant) => Given.GetValueOrDefault(participant);

    /// <summary>Folds one event; others than those of a record only count.</summary>
    public RecordState Apply(IEvent happened) => Step(happened) with { Version = new StreamVersion(Version.Value + 1) };

    private RecordState Step(IEvent happened) =>
        happened switch
        {
            RecordDrafted drafted => this with
            {
                Header = drafted.Header,
                InReplyTo = drafted.InReplyTo,
                Versions = [New(drafted.Header, drafted.Version, drafted.Content, [drafted.Officer])],
            },
            RecordRevised revised => Revise(revised),
            RecordSubmitted submitted => Change(
                submitted.Version,
                version => version with { Status = VersionStatus.InClearance }
            ),
            RecordReturned returned => Change(
                returned.Version,
                version => version with { Status = VersionStatus.Returned, ReturnReason = returned.Reason }
            ),
            RecordAbandoned abandoned => Change(
                abandoned.Version,
                version => version with { Status = VersionStatus.Abandoned }
            ),
            RecordCleared cleared => Change(
                cleared.Version,
                version =>
                    version with
                    {
                        Status = VersionStatus.Cleared,
                        Signed = new SignedVersion(cleared.ContentHash, cleared.Statement, cleared.Disclosures),
                        ClearedBy = cleared.Officer,
                    }
            ),
            RecordReleased released => Release(released) with { Departure = null },
            ReleaseNarrowed narrowed => Narrow(narrowed),
            RecordWithdrawn withdrawn => Withdraw(
                withdrawn.ReasonClass,
                withdrawn.Request,
                withdrawn.At,
                withdrawn.Recipients.Select(recipient => recipient.Participant)
            ),
            ReleaseTakenBack back => TakeBack(back),
            NarrowingTakenBack back => TakeBack(back),
            WithdrawalTakenBack back => Withdraw(back.ReasonClass, back.Request, back.WithdrawnAt, [back.Recipient]),
            WithdrawalTold told => Withdraw(
                told.ReasonClass,
                told.Request,
                told.At,
                told.Recipients.Select(recipient => recipient.Participant)
            ),
            ContactNominated nominated => Nominate(nominated),
            ContactEnded ended => this with { Ended = ended, Departure = null },
            PersonalDataKeyDestroyed => WithoutPersons(),
            BreakGlassUsed used => this with { BreakGlass = BreakGlass.Add(new BreakGlassState(used, null)) },
            BreakGlassReviewed reviewed => Review(reviewed),
            _ => Depart(happened),
        };

    private RecordState Review(BreakGlassReviewed reviewed) =>
        this with
        {
            BreakGlass =
            [
                .. BreakGlass.Select(one =>
                    one.Used.Version == reviewed.Version && one.Reviewed is null
                        ? one with
                        {
                            Reviewed = reviewed,
                        }
                        : one
                ),
            ],
        };

    private static RecordVersion New(
        RecordHeader header,
        int number,
        RecordContent content,
        ImmutableHashSet<OfficerId> authors
    ) =>
        new()
        {
            Number = number,
            Header = header,
            Content = content,
            Authors = authors,
            Status = VersionStatus.Draft,
        };

    private RecordState Revise(RecordRevised revised)
    {
        var isSameVersion = Working is { } working && working.Number == revised.Version;
        var authors = isSameVersion ? Working!.Authors.Add(revised.Officer) : [revised.Officer];
        var version = New(revised.Header, revised.Version, revised.Content, authors);
        return this with
        {
            Header = revised.Header,
            Versions = isSameVersion ? Versions.SetItem(Versions.Length - 1, version) : Versions.Add(version),
        };
    }

    private RecordState Release(RecordReleased released)
    {
        var content = Versions.Single(version => version.Number == released.Version).Content;
        var given = Given.SetItems(
            released.Recipients.Select(recipient =>
                KeyValuePair.Create(
                    recipient.Participant,
                    GivenVersion.Of(content, released.ContentHash, recipient, released.At)
                )
            )
        );
        return (EndBy(released) with
        {
            Given = given,
            PublicGiven = World(released, content),
            Following = Followed(released),
        }).Released(
            released.Version
        );
    }

    // A version that somebody still holds, although it was superseded for others, ends once more: as corrected.
    private RecordState EndBy(RecordReleased released) =>
        this with
        {
            Versions =
            [
                .. Versions.Select(version =>
                    version.Number < released.Version
                    && (version.Status == VersionStatus.Released
                        || (released.Correction is not null && IsHeld(version)))
                        ? version with
                        {
                            End = new VersionEnd(released.Correction, released.At),
                        }
                        : version
                ),
            ],
        };

    private RecordState Released(int number) =>
        this with
        {
            Versions =
            [
                .. Versions.Select(version =>
                    version.Number == number ? version with { Status = VersionStatus.Released }
                    : version.Status is VersionStatus.Released or VersionStatus.Cleared && version.Number < number
                        ? version with
                        {
                            Status = VersionStatus.Superseded,
                        }
                    : version
                ),
            ],
        };

    // A clock that was set back can date a narrowing before its release (FoldUntil): it then takes out nobody yet.
    private RecordState Narrow(ReleaseNarrowed narrowed) =>
        this with
        {
            Given = Given.SetItems(
                narrowed.Recipients.Where(recipient => Given.ContainsKey(recipient.Participant)).Select(recipient =>
                    KeyValuePair.Create(
                        recipient.Participant,
                        Given[recipient.Participant] with
                        {
                            NarrowedAt = narrowed.At,
                        }
                    )
                )
            ),
        };

    private RecordState WithoutPersons() =>
        this with
        {
            Versions = [.. Versions.Select(version => version.WithoutPersons())],
            TakenBack = [.. TakenBack.Select(version => version.WithoutPersons())],
            Given = Given.SetItems(
                Given.Select(given =>
                    KeyValuePair.Create(
                        given.Key,
                        given.Value with
                        {
                            View = ContentDefaults.Without(given.Value.View, PersonalData.PersonsField),
                        }
                    )
                )
            ),
        };

    private RecordState Nominate(ContactNominated nominated)
    {
        var nominatedState = this with { Nomination = nominated.Nomination };
        return Working is { } working
            ? nominatedState.Change(
                working.Number,
                version =>
                    version with
                    {
                        Content = ContentDefaults.With(
                            version.Content,
                            ContentDefaults.NominationField,
                            nominated.Nomination.ToJson()
                        ),
                        // The nomination is content: who entered it wrote on the version.
                        Authors = version.Authors.Add(nominated.Officer),
                    }
            )
            : nominatedState;
    }

    private RecordState Change(int number, Func<RecordVersion, RecordVersion> change) =>
        this with
        {
            Versions = [.. Versions.Select(version => version.Number == number ? change(version) : version)],
        };
}
