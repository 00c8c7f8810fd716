using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

public sealed class ContentRulesTests
{
    [Theory]
    [InlineData(RecordTypes.PointOfContact)]
    [InlineData(RecordTypes.NationalDocument)]
    [InlineData(RecordTypes.IncidentNotification)]
    public void The_example_of_each_type_is_without_fault(string type) => Assert.Empty(Faults(type, ContentOf(type)));

    [Fact]
    public void All_faults_are_named_at_once_with_their_paths()
    {
        var content = RecordContent.Parse(
            """
            {"subject":[{"lang":"english!","text":"a\u202eb","status":"authoritative"}],
             "kinds":["spy"],"perpetrator":"someone",
             "competences":["ci:energy"],"channels":[{"id":"p","type":"voice","value":"0123"}],
             "languages":[{"lang":"en","level":"fluent"}],"coverage":"schedule",
             "schedule":{"timeZone":"UTC+3","shifts":[{"weekday":"mon","from":"25:00","to":"24:00"}]}}
            """
        );
        string[] expected =
        [
            "channels[0].value",
            "kinds[0]",
            "languages[0].level",
            "officeName",
            "outOfHours",
            "perpetrator",
            "schedule.shifts[0].from",
            "schedule.timeZone",
            "subject",
            "subject",
            "subject[0].lang",
            "subject[0].text",
        ];
        Assert.Equal(expected, Faults(RecordTypes.PointOfContact, content).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("perpetrator")]
    [InlineData("responsibleState")]
    [InlineData("attribution")]
    public void There_is_no_field_for_attribution(string field) =>
        Assert.Equal([field], Faults(RecordTypes.IncidentNotification, With(Notification, (field, "\"XB\""))));

    [Theory]
    [InlineData(140, 0)]
    [InlineData(141, 1)]
    public void A_subject_has_at_most_140_characters(int length, int faults) =>
        Assert.Equal(
            faults,
            Faults(RecordTypes.NationalDocument, With(Document, ("subject", Text(new string('x', length))))).Length
        );

    [Fact]
    public void Characters_are_counted_as_people_count_them() =>
        Assert.Empty(
            Faults(
                RecordTypes.NationalDocument,
                With(Document, ("subject", Text(string.Concat(Enumerable.Repeat("😀", 140)))))
            )
        );

    [Theory]
    [InlineData("e\u0301")]
    [InlineData("a\u202eb")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u2066b")]
    public void A_subject_is_one_plain_normalised_line(string text) =>
        Assert.Equal(
            ["subject[0].text"],
            Faults(RecordTypes.NationalDocument, With(Document, ("subject", Text(text))))
        );

    [Fact]
    public void Flash_is_brief_and_gives_a_reason()
    {
        var content = With(Notification, ("precedence", "\"flash\""), ("summary", Text(new string('x', 1001))));
        Assert.Equal(
            ["precedenceReason", "summary[0].text"],
            Faults(RecordTypes.IncidentNotification, content).Order()
        );
    }

    [Fact]
    public void An_early_warning_states_its_confidence_and_expiry() =>
        Assert.Equal(
            ["confidence", "expiresAt"],
            Faults(RecordTypes.IncidentNotification, With(Notification, ("stage", "\"early-warning\""))).Order()
        );

    [Fact]
    public void Awareness_is_not_after_writing() =>
        Assert.Equal(
            ["awareAt"],
            Faults(RecordTypes.IncidentNotification, With(Notification, ("authoredAt", "\"2026-11-22T01:09:59Z\"")))
        );

    [Theory]
    [InlineData("stage", "\"rumour\"")]
    [InlineData("purpose", "\"accuse\"")]
    [InlineData("crossBorder", "\"maybe\"")]
    public void An_unknown_code_of_a_closed_list_is_a_fault(string field, string json) =>
        Assert.Equal([field], Faults(RecordTypes.IncidentNotification, With(Notification, (field, json))));

    [Theory]
    [InlineData("nature", "\"new-class\"")]
    [InlineData("sectorsAffected", """["space-debris"]""")]
    [InlineData("reportsUnder", """["osce:7","a68-98:26a"]""")]
    public void An_unknown_code_of_an_open_list_is_kept(string field, string json) =>
        Assert.Empty(Faults(RecordTypes.IncidentNotification, With(Notification, (field, json))));

    [Fact]
    public void Absent_fields_are_named_with_one_of_two_reasons_and_read_as_three_kinds()
    {
        var content = With(
            Document,
            (
                "absent",
                """[{"field":"adoptedOn","reason":"declined"},{"field":"inForceFrom","reason":"unknown-to-us"}]"""
            )
        );
        Assert.Empty(Faults(RecordTypes.NationalDocument, content));
        Assert.Equal(AbsentKind.Declined, AbsentKinds.Of(content, "adoptedOn"));
        Assert.Equal(AbsentKind.UnknownToUs, AbsentKinds.Of(content, "inForceFrom"));
        Assert.Equal(AbsentKind.NotEntered, AbsentKinds.Of(content, "inForceUntil"));
        Assert.Null(AbsentKinds.Of(content, "title"));
    }

    [Fact]
    public void A_field_is_not_absent_when_required_unknown_repeated_or_filled()
    {
        var content = With(
            Document,
            (
                "absent",
                """
                [{"field":"title","reason":"declined"},{"field":"author","reason":"declined"},
                 {"field":"adoptedOn","reason":"declined"},
                 {"field":"adoptedOn","reason":"declined"},{"field":"officialUrl","reason":"declined"},
                 {"field":"inForceFrom","reason":"secret"}]
                """
            )
        );
        Assert.Equal(
            ["absent[0].field", "absent[1].field", "absent[3].field", "absent[4].field", "absent[5].reason"],
            Faults(RecordTypes.NationalDocument, content).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_required_text_exists_in_every_authoritative_language()
    {
        var header = Header(RecordTypes.NationalDocument) with { AuthoritativeLanguages = ["en", "fr"] };
        Assert.Equal(
            ["abstract", "issuingBody", "subject", "title"],
            ContentRules.Check(header, Document).Select(fault => fault.Field).Order()
        );
    }

    [Fact]
    public void A_text_without_authority_is_not_enough() =>
        Assert.Equal(
            ["title"],
            Faults(
                RecordTypes.NationalDocument,
                With(Document, ("title", """[{"lang":"en","text":"x","status":"machine"}]"""))
            )
        );

    [Theory]
    [InlineData("coverage", "\"24x7\"", """[{"id":"m","type":"e-mail","value":"a@example.org"}]""", "channels")]
    [InlineData("coverage", "\"24x7\"", """[{"id":"m","type":"voice","value":"+1"}]""", "channels[0].value")]
    [InlineData(
        "deputyContactId",
        "\"10000000-0000-4000-8000-000000000001\"",
        """[{"id":"v","type":"voice","value":"+9991"}]""",
        "deputyContactId"
    )]
    [InlineData("outOfHours", "\"channel:none\"", """[{"id":"v","type":"voice","value":"+9991"}]""", "outOfHours")]
    [InlineData(
        "coverage",
        "\"24x7\"",
        """[{"id":"v","type":"voice","value":"+9991"},{"id":"v","type":"voice","value":"+9992"}]""",
        "channels[1].id"
    )]
    public void Rules_between_fields_of_a_contact_are_named(string field, string json, string channels, string fault) =>
        Assert.Equal([fault], Faults(RecordTypes.PointOfContact, With(Contact, ("channels", channels), (field, json))));

    [Fact]
    public void A_document_has_a_file_or_an_address() =>
        Assert.Equal(["files"], Faults(RecordTypes.NationalDocument, With(Document, ("officialUrl", null))));

    [Fact]
    public void Content_has_at_most_64_KiB()
    {
        var body = new string('x', 14_000);
        var sections = string.Join(
            ',',
            Enumerable.Range(0, 5).Select(i => $$"""{"id":"s{{i}}","body":{{Text(body)}}}""")
        );
        Assert.Equal([""], Faults(RecordTypes.NationalDocument, With(Document, ("sections", $"[{sections}]"))));
    }

    [Fact]
    public void A_list_has_a_limit() =>
        Assert.Equal(
            ["topics"],
            Faults(
                RecordTypes.NationalDocument,
                With(Document, ("topics", $"[{string.Join(',', Enumerable.Repeat("\"norms\"", 65))}]"))
            )
        );

    [Fact]
    public void A_field_that_stands_twice_is_a_fault() =>
        Assert.Contains(
            "kind",
            Faults(
                RecordTypes.NationalDocument,
                RecordContent.Parse(Document.Claims.GetRawText().TrimEnd()[..^1] + ",\"kind\":\"policy\"}")
            )
        );

    [Theory]
    [InlineData("fr", true)]
    [InlineData("sr-Latn", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("x-local", true)]
    [InlineData("de-1996", true)]
    [InlineData("english!", false)]
    [InlineData("e", false)]
    [InlineData("fr-", false)]
    public void A_language_tag_has_the_shape_of_BCP_47(string tag, bool isRight) =>
        Assert.Equal(isRight, TextRules.IsLanguageTag(tag));

    [Theory]
    [InlineData("+12", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+0123", false)]
    [InlineData("123", false)]
    [InlineData("+1 23", false)]
    public void A_phone_number_is_E164(string number, bool isRight) =>
        Assert.Equal(isRight, TextRules.IsPhoneNumber(number));

    [Fact]
    public void A_mail_address_has_at_most_64_octets_before_and_255_after_the_at_sign()
    {
        Assert.True(TextRules.IsEmail(new string('a', 64) + "@example.org"));
        Assert.False(TextRules.IsEmail(new string('a', 65) + "@example.org"));
        Assert.True(TextRules.IsEmail("почта@пример.example"));
        Assert.False(TextRules.IsEmail(new string('ж', 33) + "@example.org"));
        Assert.False(TextRules.IsEmail("a@b@example.org"));
        Assert.False(TextRules.IsEmail("@example.org"));
    }

    [Theory]
    [InlineData("2026", true)]
    [InlineData("2026-11", true)]
    [InlineData("2026-11-22", true)]
    [InlineData("2026-02-30", false)]
    [InlineData("2026-13", false)]
    [InlineData("26", false)]
    public void A_date_has_the_precision_of_year_month_or_day(string date, bool isRight) =>
        Assert.Equal(isRight, TextRules.IsDate(date));

    [Theory]
    [InlineData("Europe/Vilnius", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("UTC+3", false)]
    [InlineData("Etc/GMT-3", false)]
    [InlineData("Mars/Olympus", false)]
    public void A_time_zone_is_a_known_IANA_name(string zone, bool isRight) =>
        Assert.Equal(isRight, TextRules.IsTimeZone(zone));

    private static string Text(string text) =>
        System.Text.Json.JsonSerializer.Serialize(
            new[]
            {
                new
                {
                    lang = "en",
                    text,
                    status = "authoritative",
                },
            }
        );
}
