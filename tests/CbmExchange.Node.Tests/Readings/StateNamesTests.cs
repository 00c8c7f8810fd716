using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Participants;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>Names of States are found through an index as they are found by looking at each of them.</summary>
public sealed class StateNamesTests(ITestOutputHelper output)
{
    private const int NamesMax = 300;
    private const int Questions = 400;

    [Fact]
    public void An_index_finds_what_looking_at_each_name_finds()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var names = Enumerable.Range(0, NamesMax)
            .Select(_ => string.Join(random.Next(2) == 0 ? ' ' : '-', Many(random, 3, () => Word(random))))
            .Distinct().ToImmutableDictionary(name => name, _ => $"c{random.Next(NamesMax / 3)}");
        var index = new StateNames(names);
        var close = 0;
        foreach (var asked in Many(random, Questions, () => Ask(random, [.. names.Keys]), Questions))
        {
            Assert.Equal(Fitting(names, asked), index.Fitting(asked));
            Assert.Equal(Close(names, asked), index.Close(asked));
            close += index.Close(asked).Length;
        }

        Assert.True(close > Questions / 4, "The questions are too far from the names to tell anything.");
    }

    [Fact]
    public void A_text_without_end_is_no_name()
    {
        var index = new StateNames(ImmutableDictionary<string, string>.Empty.Add("somewhere", "c1"));
        Assert.Empty(index.Close(new string('s', 100_000)));
        Assert.Empty(index.Fitting(new string('s', 100_000)));
        Assert.Equal("c1", Assert.Single(index.Close("somewere")));
        Assert.Equal("c1", Assert.Single(index.Close("osmewhere")));
    }

    [Fact]
    public void An_answer_says_how_many_contacts_it_does_not_show()
    {
        var answer = new ContactAnswer(ContactAnswer.NominatedKind, [], []) { LeftOut = 382 };
        Assert.Contains(
            new ContactAnswers(new ParticipantTable()).NextSteps(answer),
            step => step.StartsWith("382 more contacts of this State", StringComparison.Ordinal));
    }

    private static string[] Words(string text) => text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Fitting(ImmutableDictionary<string, string> names, string asked) =>
        asked.Length < 4 || Words(asked).Length == 0
            ? []
            : names.Where(name => Words(asked).All(word =>
                    Words(name.Key).Any(known => known.StartsWith(word, StringComparison.Ordinal))))
                .Select(name => name.Value).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Close(ImmutableDictionary<string, string> names, string asked) =>
        asked.Length < 4
            ? []
            : names.Select(name => (name.Value, Distance: Distance(asked, name.Key)))
                .Where(pair => pair.Distance <= Math.Max(1, asked.Length / 4))
                .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Value, StringComparer.Ordinal)
                .Select(pair => pair.Value).Distinct();

    // By the definition, with the whole table.
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                    table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[(i - 2)..i] == $"{right[j - 1]}{right[j - 2]}")
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }

    private static string Ask(Random random, string[] names)
    {
        var name = names[random.Next(names.Length)].ToList();
        for (var slips = random.Next(4); slips > 0 && name.Count > 1; slips--)
        {
            var place = random.Next(name.Count);
            if (random.Next(3) == 0)
            {
                (name[place], name[place / 2]) = (name[place / 2], name[place]);
            }
            else if (random.Next(2) == 0)
            {
                name.RemoveAt(place);
            }
            else
            {
                name.Insert(place, Letter(random));
            }
        }

        return new string([.. random.Next(4) == 0 ? name.Take(random.Next(name.Count)) : name]);
    }

    private static string Word(Random random) => string.Concat(Many(random, 9, () => Letter(random), 2));

    private static char Letter(Random random) => "abcdefgh\u00f1\u4e2d"[random.Next(10)];

    private static T[] Many<T>(Random random, int max, Func<T> one, int min = 1) =>
        [.. Enumerable.Range(0, random.Next(min, max + 1)).Select(_ => one())];
}
