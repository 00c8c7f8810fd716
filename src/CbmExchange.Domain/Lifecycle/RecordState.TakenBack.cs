using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>What recipients gave back after a backup was restored (decision 0022).</summary>
public sealed partial record RecordState
{
    /// <summary>Versions that are not here any more and of which recipients gave back what they hold.</summary>
    public ImmutableArray<TakenBackVersion> TakenBack { get; init; } = [];

    /// <summary>
    /// The newest version, where that is one which is not here any more; null as soon as a newer one was cleared here.
    /// </summary>
    public TakenBackVersion? Lost =>
        TakenBack
            .Where(version => version.After >= (NewestCleared?.Number ?? 0))
            .MaxBy(version => version.ReleasedAt);

    /// <summary>
    /// What the record says last: the version under work, else the newest, as far as it is known; null while the record
    /// does not exist.
    /// </summary>
    public RecordContent? NewestContent => Working?.Content ?? Lost?.Content ?? Versions.LastOrDefault()?.Content;

    /// <summary>Holders of a withdrawn record who were not told yet; empty while it is not withdrawn.</summary>
    public ImmutableArray<ParticipantId> OwedWithdrawal =>
        Withdrawal is { } withdrawal ? [.. Given.Keys.Where(holder => !withdrawal.Told.Contains(holder))] : [];

    private RecordState TakeBack(ReleaseTakenBack back)
    {
        var version = Versions.FirstOrDefault(one => one.Signed?.ContentHash == back.ContentHash);
        var state = this with
        {
            Header = Header ?? back.Header,
            InReplyTo = InReplyTo ?? back.InReplyTo,
            Given = Given.SetItem(
                back.Recipient, version is null ? GivenVersion.OfTakenBack(back) : Whole(back, version)),
        };
        return version is null ? state.Remember(back)
            : version.Status == VersionStatus.Cleared ? state.Released(version.Number)
            : state;
    }

    // What it was taken out of stands in an earlier entry of the same stream, so it is known here.
    private RecordState TakeBack(NarrowingTakenBack back) =>
        Given.TryGetValue(back.Recipient, out var given)
            ? this with
            {
                Given = Given.SetItem(back.Recipient, given with { NarrowedAt = back.NarrowedAt, IsTakenBack = true }),
            }
            : this;


    // The paths are those of the version that is here, also of parts that the recipient did not give back.
    private static GivenVersion Whole(ReleaseTakenBack back, RecordVersion version)
    {
        var disclosed = back.Disclosed.ToHashSet(StringComparer.Ordinal);
        var given = version.Signed!.Disclosures
            .Where(one => disclosed.Contains(Convert.ToHexStringLower(
                SHA256.HashData(Encoding.ASCII.GetBytes(one.Encoded)))))
            .Select(one => one.Path)
            .ToHashSet();
        var release = new RecipientRelease
        {
            Participant = back.Recipient,
            Paths = [.. ClaimPath.Of(version.Content).Where(given.Contains)],
            Marking = back.Marking,
            Kind = back.Kind,
            NarrowedAt = back.NarrowedAt,
        };
        return GivenVersion.Of(version.Content, back.ContentHash, release, back.ReleasedAt) with { IsTakenBack = true };
    }

    private RecordState Remember(ReleaseTakenBack back)
    {
        var index = TakenBack.Select(one => one.ContentHash).ToList().IndexOf(back.ContentHash);
        return this with
        {
            TakenBack = index >= 0
                ? TakenBack.SetItem(index, TakenBack[index].With(back))
                : TakenBack.Add(new TakenBackVersion
                {
                    ContentHash = back.ContentHash,
                    Header = back.Header,
                    Content = back.Content,
                    Disclosures = back.Disclosures,
                    ReleasedAt = back.ReleasedAt,
                    After = NewestCleared?.Number ?? 0,
                }),
        };
    }

    private RecordState Withdraw(
        string reasonClass, string request, DateTimeOffset at, IEnumerable<ParticipantId> told) =>
        this with
        {
            Departure = null,
            Withdrawal = Withdrawal is { } known
                ? known with { Told = known.Told.Union(told) }
                : new WithdrawalState(reasonClass, request, at, [.. told]),
        };
}
