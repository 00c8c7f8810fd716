using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Publishing;

/// <summary>Own records as officers read them.</summary>
internal sealed class OwnRecordViews(ParticipantTable participants, TimeProvider time)
{
    /// <summary>
    /// The newest version, and what each recipient was given. Of one that is not here any more what came back is shown,
    /// unless another is under work.
    /// </summary>
    public RecordView Of(RecordState record)
    {
        var lost = record.Working is null ? record.Lost : null;
        var version = lost is null ? record.Versions[^1] : null;
        var (header, content) = (lost?.Header ?? version!.Header, lost?.Content ?? version!.Content);
        var view = new RecordView
        {
            RecordId = header.RecordId.Value,
            RecordType = header.RecordType,
            RecordFamily = RecordTypes.FamilyWord(header.RecordType),
            OriginatorId = header.Originator.Value,
            Originator = participants.DesignatorOf(header.Originator),
            Context = header.Context,
            ExerciseId = header.ExerciseId ?? "",
            Provenance = header.Provenance,
            Body = WireBodies.Write(header.RecordType, content),
            State = RecordStates.Of(record, time.GetUtcNow()),
            HeldVersion = record.Version.Value,
            RecordVersion = version?.Number ?? 0,
            ContentHash = (lost?.ContentHash ?? version?.Signed?.ContentHash)?.Hex ?? "",
            SignatureState = lost is null && version?.Signed is null ? "not signed yet" : "signed by this node",
            ReturnReason = version is { Status: VersionStatus.Returned } ? version.ReturnReason ?? "" : "",
            ReviewOpen = record.BreakGlass.Any(use => use.Reviewed is null),
            TakenBack = record.Lost is not null,
            SinglePerson = record.IsSinglePerson, RelayedFor = Records.RecordViews.RelayedFor(content, participants),
            PhoneText = PhoneText.Of(header, content, participants.DesignatorOf(header.Originator)),
            Banner = PhoneText.BannerOf(header),
        };
        if (record.PublicGiven is { } world)
        {
            view.Recipients.Add(ReleasePreviews.World(world.Paths, world.Marking, world.ContentHash, world.At));
        }

        if (record.BreakGlass.FirstOrDefault(use => use.Reviewed is null) is { } open)
        {
            view.ReviewOpenSince = open.Used.At.ToTimestamp();
            view.ReviewDueAt = open.Used.ReviewBy.ToTimestamp();
        }

        if (record.Departure is { } waiting)
        {
            view.LeavesAt = waiting.LeavesAt.ToTimestamp();
            view.Leaving.AddRange(ReleasePreviews.Leaving(waiting, participants));
        }

        view.AuthoritativeLanguages.AddRange(header.AuthoritativeLanguages);
        view.ClaimPaths.AddRange(ClaimPath.Of(content).Select(path => path.ToString()));
        view.Recipients.AddRange(record.Given.Select(given => Of(given.Key, given.Value)));
        if (content.Claims.TryGetProperty(ContentDefaults.AuthoredAtField, out var authored)
            && authored.TryGetDateTimeOffset(out var at))
        {
            view.AuthoredAt = at.ToTimestamp();
        }

        if (record.Withdrawal is { } withdrawal)
        {
            (view.WithdrawnAt, view.Notice) = (withdrawal.At.ToTimestamp(), Records.RecordNotice.OfOwn(withdrawal.At));
            view.Withdrawal = new Contracts.Sync.V1.Withdrawal
            {
                ReasonClass = withdrawal.ReasonClass,
                Request = withdrawal.Request,
            };
        }

        view.StandingTexts.AddRange(StandingSentences.Of(header.RecordType, content));
        view.NextUpdate = StandingSentences.NextUpdate(content, time.GetUtcNow()) ?? "";
        view.Earlier.AddRange(record.Versions.Reverse().Where(one => one.End is not null)
            .Take(RecordReader.EarlierCountMax).Select(Earlier));
        return view;
    }

    private static EarlierVersion Earlier(RecordVersion version)
    {
        var earlier = new EarlierVersion
        {
            ContentHash = version.Signed?.ContentHash.Hex ?? "",
            Body = WireBodies.Write(
                version.Header.RecordType, ContentDefaults.Without(version.Content, PersonalData.PersonsField)),
            EndedAs = version.End!.Correction is null ? "superseded" : "corrected",
            EndedAt = version.End.At.ToTimestamp(),
        };
        if (version.End.Correction is { } correction)
        {
            earlier.Correction = WireCorrections.Write(correction);
        }

        return earlier;
    }

    /// <summary>A record as one participant holds it: withdrawn once it was told so.</summary>
    public static ViewAsItem Item(RecordState record, Domain.ParticipantId participant, GivenVersion given)
    {
        var item = new ViewAsItem
        {
            RecordId = record.Header!.RecordId.Value,
            RecordType = record.Header.RecordType,
            ContentHash = given.ContentHash.Hex,
            ContentJson = given.View.Claims.GetRawText(),
            Marking = WireMarkings.Write(given.Marking),
            ReleasedAt = given.At.ToTimestamp(),
            Withdrawn = record.Withdrawal?.Told.Contains(participant) == true,
            TakenBack = given.IsTakenBack,
            NarrowedAt = given.NarrowedAt?.ToTimestamp(),
            Context = record.Header.Context,
            ExerciseId = record.Header.ExerciseId ?? "",
        };
        item.Notice = item.Withdrawn ? Records.RecordNotice.OfOwn(record.Withdrawal!.At) : "";
        item.ClaimPaths.AddRange(given.Paths.Select(path => path.ToString()));
        return item;
    }

    private RecipientState Of(Domain.ParticipantId participant, GivenVersion given)
    {
        var state = new RecipientState
        {
            ParticipantId = participant.Value,
            Designator = participants.DesignatorOf(participant),
            ContentHash = given.ContentHash.Hex,
            Marking = WireMarkings.Write(given.Marking),
            ReleasedAt = given.At.ToTimestamp(),
            Receipt = ReceiptWords.Queued,
            NarrowedAt = given.NarrowedAt?.ToTimestamp(),
        };
        state.ClaimPaths.AddRange(given.Paths.Select(path => path.ToString()));
        return state;
    }
}
