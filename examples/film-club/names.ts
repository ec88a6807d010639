/** Invented names of invented people, from several parts of the world, some with the spelling of their own script. */
import type { Random } from "./random.ts";

export interface PersonName {
  given: string;
  family: string;
  /** In its own script, where that is not Latin; otherwise null. */
  native: string | null;
}

/** A country's names. An entry may carry the native spelling after a slash. */
interface Culture {
  /** ISO 3166-1 alpha-2. */
  country: string;
  given: string;
  family: string;
  /** How the native spelling is put together; the default is family name first, without a space. */
  nativeOrder?: "given family";
}

const CULTURES: readonly Culture[] = [
  {
    country: "GB",
    given:
      "Alice Beatrix Clara Daphne Edith Flora Harriet Imogen Margot Rosalind Arthur Basil Cedric Edmund Felix Gilbert Hugh Jasper Leonard Rupert Siân Niamh",
    family:
      "Ashdown Birchall Crowther Dunmore Elwood Fairclough Garside Hollins Kettering Lockyer Marchbank Northcote Orwin Penhale Quill Ravenscroft Selwood Thackray Underhill Wetherby O’Hanrahan",
  },
  {
    country: "US",
    given:
      "Ada Bonnie Carmen Della Esther Faye Gloria Hattie June Loretta Amos Calvin Dwight Ezra Floyd Gus Harlan Jesse Otis Wendell",
    family:
      "Abernathy Braddock Calloway Delacroix Eastman Fenwick Galloway Hargrove Ingersoll Jessup Kincaid Lattimore McAllister Novak-Reed Ostrander Pruitt Ransome Stoddard Tillman Vance Whitlock",
  },
  {
    country: "FR",
    given:
      "Adèle Brigitte Céline Delphine Élodie Françoise Geneviève Hélène Inès Joséphine Anatole Benoît Cédric Étienne François Grégoire Jérôme Loïc Noël Théo",
    family:
      "Arnoux Bélanger Carpentier Delorme Esnault Fauré-Lacroix Gaspard Hébert Joubert Lefèvre Maréchal Noiret-Dubois Perrault Quesnel Rivière Sauvage Thévenot Vasseur",
  },
  {
    country: "DE",
    given:
      "Anneliese Bärbel Charlotte Dörte Elfriede Friederike Greta Hannelore Jutta Käthe Albrecht Björn Dietrich Emil Günther Jürgen Kaspar Lothar Matthias Rüdiger",
    family:
      "Ackermann Böhme Dreyer Eichendorf Förster Grünwald Hoffstätter Jäger Kirschbaum Lüdecke Möller Obermeyer Pfeiffer Rößler Schönfeld Tiedemann Vogelsang Weißkopf",
  },
  {
    country: "IT",
    given:
      "Agnese Bianca Chiara Donatella Elisabetta Fiorella Giuditta Loredana Mirella Ornella Aldo Bruno Corrado Dario Ettore Fausto Giacomo Luca Niccolò Renzo",
    family:
      "Albinoni Bergamasco Caruso-Testa Dell’Orto Esposito Ferrarini Galimberti Lombardini Marchetti Nespolo Orsini Pellegrini Quaranta Rinaldi Santoro Tagliabue Valsecchi Zanetti",
  },
  {
    country: "ES",
    given:
      "Ángeles Begoña Catalina Dolores Encarnación Inés Lucía Maribel Nuria Pilar Andrés Baltasar Cristóbal Emilio Fermín Gonzalo Íñigo Joaquín Ramón Tomás",
    family:
      "Aguirre Bermúdez Cárdenas Domínguez Echeverría Fuentes Galán Herrero Ibáñez Lozano Muñoz Ordóñez Peñalver Quintana Rebolledo Sepúlveda Urrutia Zúñiga",
  },
  {
    country: "BR",
    given:
      "Aparecida Benedita Conceição Débora Flávia Graça Iolanda Júlia Lourdes Tânia Antônio Caetano Davi Fábio Gérson João Murilo Otávio Sebastião Zé",
    family:
      "Araújo Brandão Cavalcanti Drummond Esteves Falcão Guimarães Leitão Magalhães Nóbrega Paixão Queirós Ribeirão Sampaio Teixeira Vasconcelos",
  },
  {
    country: "PL",
    given:
      "Agnieszka Bożena Danuta Elżbieta Grażyna Halina Jadwiga Małgorzata Bogusław Czesław Grzegorz Kazimierz Łukasz Mieczysław Stanisław Wojciech",
    family: "Bąk Cieślak Dudek Gąsior Jeż Kołodziej Łabędź Mazur Nowak Ogórek Pająk Rogoż Sójka Wójcik Wróbel Zając",
  },
  {
    country: "SE",
    given:
      "Åsa Birgitta Ebba Frida Göta Hedvig Ingrid Linnéa Märta Solveig Anders Björn Erik Göran Håkan Lennart Mårten Östen Rune Torsten",
    family:
      "Åkerblom Bäckström Dahlgren Ekström Forsgren Gyllenhammar Högberg Kjellberg Lindqvist Malmsten Nyström Öberg Rosenlund Sjögren Wahlström",
  },
  {
    country: "TR",
    given:
      "Ayşe Çiğdem Elif Gülşen İpek Nilüfer Özlem Şebnem Yıldız Zeynep Barış Cem Ercan Gökhan İsmail Oğuz Ömer Tuğrul Uğur Yiğit",
    family: "Akgün Bağcı Çelik Demirci Erdoğdu Güneş Işık Karaca Öztürk Sağlam Şimşek Tekin Ünsal Yalçın",
  },
  {
    country: "VN",
    given: "Bích Dung Hằng Hương Lệ Mỹ Ngọc Thảo Tuyết Yến Bảo Dũng Hưng Khánh Quân Sơn Thắng Việt",
    family: "Bùi Đặng Đỗ Hồ Hoàng Lê Lý Ngô Nguyễn Phạm Phan Trần Võ Vũ",
  },
  {
    country: "NG",
    given: "Abọ́sẹ̀dé Chidinma Folákẹ́ Ifeoma Ngozi Títílayọ̀ Uchenna Adébáyọ̀ Chukwuemeka Ikenna Kúnlé Obinna Ṣeun Táíwò",
    family: "Adéyẹmí Balógun Chukwu Eze Fáshọlá Ìbíkúnlé Mbah Nwosu Ọdúyà Okafor Ọláwálé Uzoma",
  },
  {
    country: "IN",
    given:
      "Anjali Bhavna Chitra Deepa Gauri Ila Kamala Lakshmi Meera Padma Arjun Bhaskar Devendra Gopal Harish Kiran Mohan Nikhil Raghav Suresh",
    family:
      "Acharya Banerji Chatterji Deshpande Gokhale Iyer Joshi Kulkarni Menon Naidu Pillai Rao Sengupta Trivedi Varma",
  },
  {
    country: "JP",
    given:
      "Haruka/遥 Kaori/香織 Mio/美緒 Nana/奈々 Reiko/玲子 Sakura/桜 Yuki/雪 Chizuru/千鶴 Daisuke/大輔 Hiroto/大翔 Kenji/健二 Makoto/誠 Ryō/亮 Shōta/翔太 Tetsuo/哲夫 Yūsuke/祐介",
    family:
      "Aoki/青木 Endō/遠藤 Fujita/藤田 Hayashi/林 Ishikawa/石川 Katō/加藤 Matsuda/松田 Nakajima/中島 Okada/岡田 Saitō/斎藤 Satō/佐藤 Takahashi/高橋 Ueda/上田 Yamashita/山下",
  },
  {
    country: "CN",
    given:
      "Xiuying/秀英 Meiling/美玲 Yulan/玉兰 Chunhua/春花 Jing/静 Lihua/丽华 Qiao/巧 Fang/芳 Jianguo/建国 Zhiwei/志伟 Haoran/浩然 Mingzhe/明哲 Shaohua/少华 Wenbo/文博",
    family:
      "Bai/白 Chen/陈 Deng/邓 Fan/范 Guo/郭 Huang/黄 Jiang/江 Liang/梁 Luo/罗 Qian/钱 Shen/沈 Tang/唐 Xie/谢 Zhou/周",
  },
  {
    country: "KR",
    given:
      "Seo-yun/서윤 Ha-eun/하은 Ji-woo/지우 Min-seo/민서 Eun-ji/은지 Soo-bin/수빈 Do-yun/도윤 Joon-ho/준호 Hyun-woo/현우 Sang-min/상민 Tae-hyun/태현 Woo-jin/우진",
    family: "Ahn/안 Bae/배 Choi/최 Han/한 Jang/장 Jung/정 Kang/강 Kim/김 Lim/임 Oh/오 Park/박 Seo/서 Shin/신 Yoon/윤",
  },
  {
    country: "EG",
    given:
      "Layla/ليلى Salma/سلمى Nadia/نادية Huda/هدى Amina/أمينة Karima/كريمة Samir/سمير Tariq/طارق Yusuf/يوسف Hassan/حسن Khalid/خالد Mahmud/محمود",
    family:
      "Haddad/حداد Mansur/منصور Nasser/ناصر Farouk/فاروق Sabry/صبري Zaki/زكي Shafiq/شفيق Rashid/رشيد Ghanem/غانم Tawfiq/توفيق",
    nativeOrder: "given family",
  },
  {
    country: "UA",
    given:
      "Oksana/Оксана Halyna/Галина Larysa/Лариса Nadiya/Надія Solomiya/Соломія Zoryana/Зоряна Bohdan/Богдан Danylo/Данило Ivan/Іван Mykola/Микола Ostap/Остап Taras/Тарас",
    family:
      "Bondar/Бондар Hrytsenko/Гриценко Kovalenko/Коваленко Lysenko/Лисенко Marchuk/Марчук Petrenko/Петренко Rudenko/Руденко Savchuk/Савчук Tkachenko/Ткаченко Yurchenko/Юрченко",
    nativeOrder: "given family",
  },
  {
    country: "GR",
    given:
      "Aliki/Αλίκη Danae/Δανάη Eleni/Ελένη Ioanna/Ιωάννα Katerina/Κατερίνα Myrto/Μυρτώ Alexis/Αλέξης Giorgos/Γιώργος Lefteris/Λευτέρης Nikos/Νίκος Stavros/Σταύρος Thanasis/Θανάσης",
    family:
      "Angelidis/Αγγελίδης Dimou/Δήμου Fotiou/Φωτίου Galani/Γαλάνη Kontou/Κοντού Lambrou/Λάμπρου Manolakou/Μανωλάκου Nikolaou/Νικολάου Vlachou/Βλάχου Xenaki/Ξενάκη",
    nativeOrder: "given family",
  },
];

/** The countries names can come from, as ISO 3166-1 alpha-2 codes. */
export const NAME_COUNTRIES: readonly string[] = CULTURES.map((culture) => culture.country);

function word(entry: string): { latin: string; native: string | null } {
  const [latin = "", native = null] = entry.split("/");
  return { latin, native };
}

/** A name as they are given in `country` (one of NAME_COUNTRIES; British for any other). */
export function makeName(rnd: Random, country: string): PersonName {
  const culture = CULTURES.find((each) => each.country === country) ?? (CULTURES[0] as Culture);
  const given = word(rnd.pick(culture.given.split(" ")));
  const family = word(rnd.pick(culture.family.split(" ")));
  let native: string | null = null;
  if (given.native && family.native) {
    if (culture.nativeOrder === "given family") native = `${given.native} ${family.native}`;
    else native = family.native + given.native;
  }
  return { given: given.latin, family: family.latin, native };
}
