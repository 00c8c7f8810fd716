using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Tests;

/// <summary>Complete defaults: whatever a test sets is what it is about (style.md T6).</summary>
internal static class Fixture
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 5, 0, TimeSpan.Zero);
    public static readonly ParticipantId Xa = new("00000000-0000-4000-8000-00000000000a");
    public static readonly ParticipantId Xb = new("00000000-0000-4000-8000-00000000000b");
    public static readonly ParticipantId Xc = new("00000000-0000-4000-8000-00000000000c");
    public static readonly ParticipantId Xo = new("00000000-0000-4000-8000-00000000000f");
    public static readonly BodyId Body = new("00000000-0000-4000-8000-0000000000b0");
    public static readonly RecordId Record = new("10000000-0000-4000-8000-000000000001");
    public static readonly NodeIdentity Self = new(Xa, "XA", ParticipantKinds.State);
    public static readonly Nomination Nomination = new(
        "note 11-4/26",
        "2026-02-03",
        "Ministry of Foreign Affairs",
        "note-verbale"
    );

    public static Actor Poc { get; } = Officer(1, Roles.PocOfficer);
    public static Actor Releaser { get; } = Officer(2, Roles.ReleasingAuthority);
    public static Actor Duty { get; } = Officer(3, Roles.DutyOfficer);
    public static Actor Nominator { get; } = Officer(4, Roles.NominatingAuthority);
    public static Actor Admin { get; } = Officer(5, Roles.NodeAdmin);

    public static Actor Officer(int number, params ImmutableArray<string> roles) =>
        new(
            new OfficerId(
                string.Create(CultureInfo.InvariantCulture, $"20000000-0000-4000-8000-{number:000000000000}")
            ),
            roles
        );

    public static ParticipantAdmitted Participant(
        ParticipantId id,
        string designator,
        string status = ParticipantStatuses.Active,
        string kind = ParticipantKinds.State
    ) =>
        new(
            id,
            designator,
            kind,
            [new LocalName("en", $"State {designator}")],
            designator,
            null,
            status,
            Admin.Id,
            Now.AddYears(-1)
        );

    public static MembershipChanged Member(ParticipantId id, string status = MembershipStatuses.Member) =>
        new(Body, id, status, Now.AddYears(-1), null, null, Admin.Id, Now.AddYears(-1));

    public static ParticipantsState Participants(params IEnumerable<IEvent> more) =>
        new IEvent[]
        {
            Participant(Xa, "XA"),
            Participant(Xb, "XB"),
            Participant(Xc, "XC"),
            Participant(Xo, "XO", kind: ParticipantKinds.Secretariat),
            new BodyDefined(
                Body,
                "XO",
                [new LocalName("en", "Organisation XO")],
                "participating State",
                Xo,
                Admin.Id,
                Now.AddYears(-1)
            ),
            Member(Xa),
            Member(Xb),
            Member(Xc),
        }
            .Concat(more)
            .Aggregate(ParticipantsState.Empty, (state, next) => state.Apply(next));

    public static ReleaseSetting Setting(params IEnumerable<IEvent> more) =>
        new() { Self = Xa, Participants = Participants(more) };

    public static RecordHeader Header(string type, RecordId? id = null) =>
        new()
        {
            Originator = Xa,
            RecordId = id ?? Record,
            RecordType = type,
            SchemaVersion = "1.0",
            Context = RecordCatalogue.Find(type)?.OnlyContext ?? "actual",
            ExerciseId = RecordCatalogue.Find(type)?.OnlyContext == "exercise" ? "EX-2027-1" : null,
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };

    public static RecordContent Document { get; } =
        RecordContent.Parse(
            """
            {"subject":[{"lang":"en","text":"Strategy 2026","status":"authoritative"}],"kind":"strategy",
             "title":[{"lang":"en","text":"National strategy","status":"authoritative"}],
             "abstract":[{"lang":"en","text":"What we intend.","status":"authoritative"}],
             "issuingBody":[{"lang":"en","text":"Ministry","status":"authoritative"}],
             "status":"in-force","topics":["norms","capacity"],"officialUrl":"https://example.org/strategy",
             "sections":[{"id":"main","body":[{"lang":"en","text":"Main","status":"authoritative"}]},
                         {"id":"annex","body":[{"lang":"en","text":"Annex","status":"authoritative"}]}]}
            """
        );

    public static RecordContent Contact { get; } =
        RecordContent.Parse(
            """
            {"subject":[{"lang":"en","text":"Duty desk","status":"authoritative"}],"kinds":["crisis-duty-desk"],
             "officeName":[{"lang":"en","text":"Duty Centre","status":"authoritative"}],
             "persons":[{"id":"head","name":[{"lang":"en","text":"A. Example","status":"authoritative"}]}],
             "competences":["incident-technical","ci:energy"],
             "channels":[{"id":"duty-phone","type":"voice","value":"+99912345","priorityOrder":1},
                         {"id":"mail","type":"e-mail","value":"duty@example.org","priorityOrder":2}],
             "languages":[{"lang":"en","level":"working"},{"lang":"fr","level":"working"}],"coverage":"24x7"}
            """
        );

    public static RecordContent Notification { get; } =
        RecordContent.Parse(
            """
            {"subject":[{"lang":"en","text":"Outage","status":"authoritative"}],
             "precedence":"immediate","stage":"initial",
             "purpose":"inform","summary":[{"lang":"en","text":"An outage.","status":"authoritative"}],
             "awareAt":"2026-11-22T01:10:00Z","crossBorder":"possible","maliceSuspected":"unknown",
             "addressees":[{"participantId":"00000000-0000-4000-8000-00000000000b","role":"action"},
                           {"participantId":"00000000-0000-4000-8000-00000000000c","role":"info"}]}
            """
        );

    public static RecordContent ContentOf(string type) =>
        type switch
        {
            RecordTypes.PointOfContact => Contact,
            RecordTypes.NationalDocument => Document,
            _ => Notification,
        };

    /// <summary>Content with fields set or, with null, taken out.</summary>
    public static RecordContent With(RecordContent content, params ReadOnlySpan<(string Field, string? Json)> changes)
    {
        var claims = JsonObject.Create(content.Claims)!;
        foreach (var (field, json) in changes)
        {
            claims.Remove(field);
            if (json is not null)
            {
                claims[field] = JsonNode.Parse(json);
            }
        }

        return new RecordContent(JsonSerializer.SerializeToElement(claims));
    }

    public static string[] Faults(string type, RecordContent content) =>
        [.. ContentRules.Check(Header(type), content).Select(fault => fault.Field)];

    public static ReleaseGrant Grant(AudienceMember to, string tlp = TlpLabels.Amber, PartSelection? parts = null) =>
        new(new Audience { Include = [to] }, Marking.Default(tlp), parts ?? PartSelection.All);

    public static SignedVersion Signed(int number) =>
        new(new ContentHash(string.Create(CultureInfo.InvariantCulture, $"{number:x64}")), "jwt", []);

    public static RecordState Then(this RecordState state, Outcome<ImmutableArray<IEvent>> outcome)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value.Aggregate(state, (folded, next) => folded.Apply(next));
    }

    public static RecordState Drafted(string type, RecordContent? content = null, Actor? by = null) =>
        RecordState.Empty.Then(Draft(type, content, by));

    public static Outcome<ImmutableArray<IEvent>> Draft(string type, RecordContent? content = null, Actor? by = null) =>
        RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord
            {
                Actor = by ?? Poc,
                Header = Header(type),
                Content = content ?? ContentOf(type),
            },
            Self,
            Policies.Default,
            Now,
            [1, 2, 3, 4, 5]
        );

    public static RecordState Submitted(string type, RecordContent? content = null, Actor? by = null)
    {
        var state = Drafted(type, content, by);
        state =
            type == RecordTypes.PointOfContact
                ? state.Then(
                    RecordDecider.Nominate(
                        state,
                        new NominateContact { Actor = Nominator, Nomination = Nomination },
                        Now
                    )
                )
                : state;
        return state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = by ?? Poc }, Self, Now));
    }

    public static RecordState Cleared(string type, RecordContent? content = null) =>
        ClearAgain(Submitted(type, content));

    public static RecordState ClearAgain(RecordState state) =>
        state.Then(
            RecordDecider.Clear(
                state,
                new ClearRecord { Actor = Releaser },
                Signed(state.Versions.Length),
                Policies.Default,
                Now
            )
        );

    public static RecordState Revised(RecordState state, RecordContent content)
    {
        var later = Now.AddHours(state.Versions.Length);
        state = state.Then(
            RecordDecider.Revise(
                state,
                new ReviseRecord { Actor = Poc, Content = content },
                Self,
                Policies.Default,
                later
            )
        );
        state = state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, later));
        return ClearAgain(state);
    }

    public static Outcome<ImmutableArray<IEvent>> Releasing(
        RecordState state,
        params ImmutableArray<ReleaseGrant> grants
    ) =>
        RecordDecider.Release(
            state,
            new ReleaseRecord { Actor = Releaser, Grants = grants },
            Setting(),
            Policies.Default,
            Now
        );

    public static RecordReleased Released(this Outcome<ImmutableArray<IEvent>> outcome)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value.OfType<RecordReleased>().Single();
    }

    public static RecipientRelease For(this RecordReleased released, ParticipantId participant) =>
        released.Recipients.Single(recipient => recipient.Participant == participant);

    public static bool Has(this RecipientRelease release, string path) => release.Paths.Contains(ClaimPath.Parse(path));
}
