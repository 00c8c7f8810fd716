using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>Complete records and grants; a test sets what it is about.</summary>
internal static class Drafts
{
    /// <summary>A strategy with an annex that can be released by itself.</summary>
    public static DraftRecordRequest Strategy(string subject = "National strategy") => new()
    {
        CommandId = NewCommand(),
        Context = "actual",
        AuthoritativeLanguages = { "en" },
        Body = new RecordBody { NationalDocument = StrategyBody(subject) },
    };

    /// <summary>The content of the strategy.</summary>
    public static NationalDocument StrategyBody(string subject) => new()
    {
        Subject = { Text(subject) },
        Kind = "strategy",
        Title = { Text("Strategy 2026 to 2030") },
        Abstract = { Text("What we mean to do.") },
        IssuingBody = { Text("Ministry") },
        Status = "in-force",
        Topics = { "resilience" },
        Languages = { "en" },
        OfficialUrl = "https://strategy.example.org/",
        Sections =
        {
            new Section { Id = "main", Heading = { Text("Main") }, Body = { Text("Main part.") } },
            new Section { Id = "annex-2", Heading = { Text("Annex") }, Body = { Text("For one recipient.") } },
        },
    };

    /// <summary>A notification to one State of the demonstration instance.</summary>
    public static DraftRecordRequest Notification(string to, string precedence) => new()
    {
        CommandId = NewCommand(),
        Context = "actual",
        AuthoritativeLanguages = { "en" },
        Body = new RecordBody
        {
            IncidentNotification = new IncidentNotification
            {
                Subject = { Text("Disruption of a service") },
                Precedence = precedence,
                Stage = "initial",
                Purpose = "inform",
                Summary = { Text("A service is disrupted.") },
                AwareAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(
                    TimeProvider.System.GetUtcNow().AddHours(-1)),
                CrossBorder = "no",
                MaliceSuspected = "unknown",
                Addressees = { new Addressee { ParticipantId = IdOf(to), Role = "action" } },
            },
        },
    };

    /// <summary>A contact with one named person.</summary>
    public static DraftRecordRequest Contact(string person) => new()
    {
        CommandId = NewCommand(),
        Context = "actual",
        AuthoritativeLanguages = { "en" },
        Body = new RecordBody
        {
            PointOfContact = new PointOfContact
            {
                Subject = { Text("Duty Centre") },
                Kinds = { "technical" },
                OfficeName = { Text("Duty Centre") },
                Competences = { "incident-state-level" },
                Coverage = "24x7",
                Channels =
                {
                    new Channel
                    {
                        Id = "duty", Type = "voice", Value = "+442079460101", PriorityOrder = 1, Hours = "24x7",
                    },
                },
                Languages = { new SpokenLanguage { Lang = "en", Level = "working", Hours = "24x7" } },
                Persons = { new Person { Id = "one", Name = { Text(person) } } },
            },
        },
    };

    /// <summary>Id of a participant of the demonstration instance.</summary>
    public static string IdOf(string designator)
    {
        using var instance = System.Text.Json.JsonDocument.Parse(File.ReadAllText(TestHome.InstanceFile));
        return instance.RootElement.GetProperty("participants").EnumerateArray()
            .First(one => one.GetProperty("designator").GetString() == designator)
            .GetProperty("participantId").GetString()!;
    }

    /// <summary>A grant to one participant.</summary>
    public static ReleaseGrant To(string participant, params string[] exceptParts)
    {
        var grant = new ReleaseGrant
        {
            Include = { new AudienceMember { Participant = participant } },
            Marking = new Marking { Tlp = "TLP:GREEN" },
        };
        grant.ExceptParts.AddRange(exceptParts);
        return grant;
    }

    /// <summary>A text in English.</summary>
    public static Text Text(string text) => new() { Lang = "en", Text_ = text, Status = "authoritative" };

    /// <summary>A command id.</summary>
    public static string NewCommand() => Guid.NewGuid().ToString();
}
