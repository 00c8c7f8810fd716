using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Rules between fields of the types of domain.md §4.10 to §4.16: what is changed in an example, and what is
/// then named.</summary>
public sealed class RecordRulesTests
{
    private const string Sha =
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"";

    [Theory]
    [InlineData("national-position", """{"jointStatement":null}""", "jointStatement")]
    [InlineData("national-position", """{"jointWith":null}""", "jointStatement")]
    [InlineData("national-position", """{"jointWith":["00000000-0000-4000-8000-00000000000a"]}""", "jointWith")]
    [InlineData("national-position", """{"standingUntil":"2019"}""", "standingUntil")]
    [InlineData("glossary-entry", """{"lang":"fr"}""", "definition")]
    [InlineData("glossary-entry",
        """
        {"relatedTerms":[
          {"participantId":"00000000-0000-4000-8000-00000000000b","term":"x","lang":"en","relation":"better"}]}
        """,
        "relatedTerms[0].relation")]
    [InlineData("research-item", """{"officialUrl":null,"doi":null}""", "officialUrl")]
    [InlineData("severity-scale",
        """{"mappings":[{"fromLevel":"n9","toScale":"severity-common","toLevel":"high","declaredBy":"X"}]}""",
        "mappings[0].fromLevel")]
    [InlineData("ci-category-statement", """{"sectors":null}""", "sectors")]
    [InlineData("implementation-report", """{"periodUntil":"2025"}""", "periodUntil")]
    [InlineData("implementation-report",
        """
        {"items":[
          {"id":"a","measure":"osce:8","status":"partly"},{"id":"b","measure":"osce:8","status":"planned"}]}
        """,
        "items[1].measure")]
    [InlineData("csirt-profile", """{"mission":null}""", "mission")]
    [InlineData("csirt-profile", """{"role":"none","fallback":null}""", "fallback")]
    [InlineData("csirt-profile", """{"timeZone":"UTC+2"}""", "timeZone")]
    [InlineData("csirt-profile", """{"telephone":"0123"}""", "telephone")]
    [InlineData("vulnerability-notice", """{"state":"public"}""", "embargoUntil")]
    [InlineData("vulnerability-notice", """{"cveId":"CVE-26-1"}""", "cveId")]
    [InlineData("law-enforcement-channel", """{"urgentRoute":null}""", "urgentRoute")]
    [InlineData("law-enforcement-channel", """{"evidence":"log.txt"}""", "evidence")]
    [InlineData("law-enforcement-channel", """{"files":[]}""", "files")]
    [InlineData("criminal-clarification", """{"evidence":"log.txt"}""", "evidence")]
    [InlineData("criminal-clarification", """{"files":[]}""", "files")]
    [InlineData("consultative-event", """{"endsAt":"2027-02-01T00:00:00Z"}""", "startsAt")]
    [InlineData("event-outcome", """{"kind":"agreed-text"}""", "agreedBy,textSha256")]
    [InlineData("exercise", """{"noDuffProcedure":null}""", "noDuffProcedure")]
    [InlineData("exercise", """{"endsAt":null}""", "endsAt")]
    [InlineData("exercise", """{"startsAt":"2027-05-04T00:00:00Z"}""", "startsAt")]
    [InlineData("exercise", """{"scenarioDesignators":["FR"]}""", "scenarioDesignators[0]")]
    [InlineData("exercise",
        """{"participants":[{"participantId":"00000000-0000-4000-8000-00000000000b","consentedOn":"2027-01-01"}]}""",
        "participants[0].consentReference")]
    [InlineData("capacity-need", """{"confidentiality":"everyone"}""", "confidentiality")]
    [InlineData("capacity-offer", """{"availableUntil":"2026"}""", "availableUntil")]
    [InlineData("capacity-match", """{"chosenByRequester":false}""", "chosenByRequester")]
    [InlineData("tool-reference", """{"officialUrl":null}""", "officialUrl")]
    [InlineData("expert-roster-entry", """{"endsOn":"2026-10-02"}""", "endsOn")]
    [InlineData("expert-roster-entry", """{"consent":null}""", "consent")]
    [InlineData("expert-roster-entry", """{"persons":[{"id":"a"}]}""", "persons")]
    [InlineData("clarification-request", """{"facilitator":{"participantId":"00000000-0000-4000-8000-00000000000f"}}""",
        "facilitator.consentReference")]
    [InlineData("consultation", """{"proposal":null}""", "proposal")]
    [InlineData("consultation", """{"stage":"agreement"}""", "agreedFormat,agreedTime")]
    [InlineData("consultation", """{"stage":"outcome","heldOn":"2026-12-01","outcome":"agreed-text"}""",
        "agreedTextSha256,text")]
    [InlineData("assistance-request", """{"description":null}""", "description")]
    [InlineData("assistance-reply", """{"timeFrame":null,"terms":null}""", "terms,timeFrame")]
    [InlineData("permission-reply", """{"grantedTo":null,"conditions":null}""", "conditions,grantedTo")]
    [InlineData("permission-request", """{"markingSought":"AMBER"}""", "markingSought")]
    [InlineData("deletion-attestation", """{"result":"forgotten"}""", "result")]
    public void What_does_not_fit_together_is_named(string type, string changes, string faults) =>
        Assert.Equal(
            faults.Split(','), Faults(type, Changed(type, changes)).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("ci-category-statement", """{"sectors":null,"absent":[{"field":"sectors","reason":"declined"}]}""")]
    [InlineData("csirt-profile",
        """
        {"role":"none","teamName":null,"mission":null,"constituency":null,
         "fallback":[{"lang":"en","text":"The crisis desk.","status":"authoritative"}]}
        """)]
    [InlineData("vulnerability-notice", """{"state":"public","embargoUntil":null}""")]
    [InlineData("assistance-reply", """{"canAssist":"no","timeFrame":null,"nature":null,"scope":null,"terms":null}""")]
    [InlineData("permission-reply", """{"decision":"declined","grantedTo":null,"conditions":null}""")]
    [InlineData("research-item", """{"officialUrl":null}""")]
    public void What_may_be_left_open_is_taken(string type, string changes) =>
        Assert.Empty(Faults(type, Changed(type, changes)));

    [Fact]
    public void An_agreed_text_carries_the_hash_of_what_was_agreed() =>
        Assert.Empty(Faults("event-outcome", Changed(
            "event-outcome",
            $$"""{"kind":"agreed-text","agreedBy":["{{Xb.Value}}"],"textSha256":{{Sha}}}""")));

    [Theory]
    [InlineData("implemented")]
    [InlineData("partly")]
    [InlineData("planned")]
    [InlineData("not-now")]
    [InlineData("declined")]
    [InlineData("not-entered")]
    public void Each_status_of_an_implementation_report_is_as_good_as_another(string status)
    {
        var content = Changed(
            "implementation-report", $$"""{"items":[{"id":"osce-8","measure":"osce:8","status":"{{status}}"}]}""");

        Assert.Empty(Faults("implementation-report", content));
        Assert.Empty(ContentWarnings.Of("implementation-report", content));
    }

    [Fact]
    public void Two_levels_of_a_scale_do_not_share_a_rank()
    {
        var levels = JsonNode.Parse(Templates.Of("severity-scale").Claims.GetProperty("levels").GetRawText())!;
        levels[1]!["rank"] = levels[0]!["rank"]!.DeepClone();

        Assert.Equal(["levels[1].rank"], Faults("severity-scale", With(
            Templates.Of("severity-scale"), ("levels", levels.ToJsonString()))));
    }

    [Fact]
    public void Nobody_takes_part_twice_in_an_exercise()
    {
        var all = JsonNode.Parse(Templates.Of("exercise").Claims.GetProperty("participants").GetRawText())!.AsArray();
        all.Add(all[0]!.DeepClone());

        Assert.Equal(
            ["participants[2].participantId"],
            Faults("exercise", With(Templates.Of("exercise"), ("participants", all.ToJsonString()))));
    }

    [Fact]
    public void A_record_of_an_exercise_describes_that_exercise() =>
        Assert.Equal(
            ["exerciseId"],
            ContentRules
                .Check(
                    Header("exercise") with { Context = "exercise", ExerciseId = "EX-2027-2" },
                    Templates.Of("exercise"))
                .Select(fault => fault.Field));

    [Fact]
    public void An_urgent_question_hopes_for_a_reply_within_48_hours_and_a_routine_one_says_nothing()
    {
        var urgent = Filled("immediate");
        var routine = Filled("routine");

        Assert.Equal(TextRules.FormatTime(Now.AddHours(48)), urgent.Claims.GetProperty("replyRequestedBy").GetString());
        Assert.False(routine.Claims.TryGetProperty("replyRequestedBy", out _));

        static RecordContent Filled(string precedence) =>
            ContentDefaults.Fill(
                "clarification-request",
                With(
                    Templates.Of("clarification-request"),
                    ("precedence", $"\"{precedence}\""), ("replyRequestedBy", null)),
                null,
                Now,
                Policies.Default);
    }

    [Theory]
    [InlineData("law-enforcement-channel", "urgentRoute", "Call Mr Example.")]
    [InlineData("law-enforcement-channel", "urgentRoute", "Write to jane.doe@police.example.")]
    [InlineData("criminal-clarification", "statement", "The person, born 1980, is known.")]
    [InlineData("expert-roster-entry", "availability", "Dr. Example is free in May.")]
    [InlineData("clarification-request", "whatWeObserved", "A hostile act.")]
    [InlineData("criminal-clarification", "statement", "The attackers used mail.")]
    [InlineData("ci-category-statement", "definition", "The dam of Exampleville is one.")]
    [InlineData("ci-category-statement", "definition", "Articles 1.2.3.4 and AS64500.")]
    public void What_an_author_should_look_at_again_is_said_and_stops_nothing(string type, string field, string text)
    {
        var content = With(Templates.Of(type), (field, Words(text)));

        Assert.Empty(Faults(type, content));
        var hint = Assert.Single(ContentWarnings.Of(type, content));
        Assert.StartsWith($"{field}[0].text ", hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mailbox_of_an_office_draws_no_hint() =>
        Assert.Empty(ContentWarnings.Of("law-enforcement-channel", With(
            Templates.Of("law-enforcement-channel"), ("urgentRoute", Words("Write to duty@police.example.")))));

    internal static string Words(string text) =>
        JsonSerializer.Serialize(new[] { new { lang = "en", text, status = "authoritative" } });

    private static RecordContent Changed(string type, string changes) =>
        With(
            Templates.Of(type),
            [.. JsonNode.Parse(changes)!.AsObject().Select(change => (change.Key, change.Value?.ToJsonString()))]);
}
