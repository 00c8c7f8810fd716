using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Language;

/// <summary>
/// style.md N3: no word of the product judges a State. Say "no reply recorded", "not nominated", "not shared".
/// </summary>
public partial class NeutralLanguageTests
{
    private static readonly string[] Folders = ["src/", "proto/", "ops/", "README", "CONTRIBUTING", "CHANGELOG"];

    [Fact]
    public void Nothing_we_say_judges_a_State()
    {
        var allowed = AllowedLines.Read();
        var findings = Folders.SelectMany(folder => Repository.Under(folder)).Where(file => !file.IsBinary)
            .SelectMany(file => Judging(file, allowed)).ToList();

        Findings.AssertNone(findings, "Words that judge a State (style.md N3):");
        Findings.AssertNone(allowed.Unused, "Allowed lines that are gone; take them off the list:");
    }

    [Theory]
    [InlineData("the violator shall be told")]
    [InlineData("marked as Non-Compliant")]
    [InlineData("a rogue node")]
    [InlineData("XB failed to answer in time")]
    [InlineData("NonCompliantParticipant")]
    [InlineData("attacker_participant_id")]
    public void A_judging_word_is_seen(string line) => Assert.Matches(JudgingWord(), line);

    [Theory]
    [InlineData("no reply recorded")]
    [InlineData("the append failed")]
    [InlineData("the attack that each check stops")]
    [InlineData("unique_violation")]
    [InlineData("compliant with RFC 9901")]
    [InlineData("prologue and drogue")]
    public void A_plain_word_is_not(string line) => Assert.DoesNotMatch(JudgingWord(), line);

    private static IEnumerable<string> Judging(SourceFile file, AllowedLines allowed) =>
        from line in file.Lines.Select((text, index) => (Text: text, Number: index + 1))
        let match = JudgingWord().Match(line.Text)
        where match.Success && !allowed.Allow(file.Path, line.Text)
        select $"{file.Path}:{line.Number}: {match.Value}";

    // Words of domain.md §3.6 and their kin, also inside identifiers (CamelCase, snake_case).
    [GeneratedRegex(
        """
        violators?(?![a-z])|non[-_ ]?complian(t|ce)|perpetrators?|attackers?(?![a-z])|culprits?|wrongdoers?
        |offenders?(?![a-z])|aggressors?|adversar(y|ies)|(?<![a-z])rogue(?![a-z])|hostile|(?<![a-z])guilty|delinquen
        |failed[-_ ]?to[-_ ]?(answer|reply|respond|report|acknowledge|nominate|share|cooperate|comply)
        |refus(ed|al|es)[-_ ]?to[-_ ]?(answer|reply|respond|cooperate|share)
        |(in|un)[-_ ]?cooperative|name[-_ ]and[-_ ]shame|threat[-_ ]actor
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex JudgingWord();
}
